package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a directory that stays locked where a store could not be opened because a library is not
 * the one it was built with.
 */
@Timeout(60)
class OpeningErrorTest {
  private static final CacheOptions CACHE = CacheOptions.inMemory(1 << 20, Duration.ofHours(1));

  @TempDir private Path directory;

  /** A registry of another version: it lacks what one kind of meter needs. */
  private static final class OtherRegistry extends SimpleMeterRegistry {
    private final String missing;

    OtherRegistry(String missing) {
      this.missing = missing;
    }

    private void require(Meter.Id id) {
      if (id.getName().equals(missing)) {
        throw new NoSuchMethodError(missing);
      }
    }

    @Override
    protected Timer newTimer(
        Meter.Id id, DistributionStatisticConfig config, PauseDetector detector) {
      require(id);
      return super.newTimer(id, config, detector);
    }

    @Override
    protected <T> Gauge newGauge(Meter.Id id, @Nullable T from, ToDoubleFunction<T> value) {
      require(id);
      return super.newGauge(id, from, value);
    }
  }

  private QuiverEmbeddingStoreBuilder store(MeterRegistry registry) {
    return QuiverEmbeddingStore.builder()
        .directory(directory)
        .dimension(3)
        .cache(CACHE)
        .meterRegistry(registry);
  }

  @Test
  void aStoreLetsGoOfItsDirectory() {
    store(new SimpleMeterRegistry()).build().close();
    for (String meter :
        new String[] {"quiver.append", "quiver.lag", "quiver.cache.loads", "quiver.cache.bytes"}) {
      assertThatThrownBy(() -> store(new OtherRegistry(meter)).build().close())
          .isInstanceOf(NoSuchMethodError.class)
          .hasMessage(meter);
      try (QuiverEmbeddingStore opened = store(new SimpleMeterRegistry()).build()) {
        opened.add(meter, X);
        assertThat(opened.count()).isPositive();
      }
    }
  }

  @Test
  void aFailoverStoreLetsGoOfItsQueues() {
    assertThatThrownBy(() -> failover(new OtherRegistry("quiver.failover.lag")).close())
        .isInstanceOf(NoSuchMethodError.class);
    failover(new SimpleMeterRegistry()).close();
  }

  private FailoverEmbeddingStore failover(MeterRegistry registry) {
    return FailoverEmbeddingStore.builder()
        .cluster("west", new PlainEmbeddingStore())
        .writes(WritePolicy.ALL)
        .handoffDirectory(directory.resolve("handoff"))
        .meterRegistry(registry)
        .build();
  }
}
