package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.internal.cluster.ClusterInspection;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Catches an error at opening, such as a library of another version, that keeps the directory. */
@Timeout(60)
final class ErrorAtOpeningTest {
  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  @TempDir private Path directory;

  /** A registry as one of another version: what is called is not there. */
  private static final class OtherVersion extends SimpleMeterRegistry {
    @Override
    protected <T> Gauge newGauge(Meter.Id id, @Nullable T object, ToDoubleFunction<T> value) {
      throw new NoSuchMethodError("gauge");
    }
  }

  @Test
  void theDirectoryIsLetGoOf() {
    inspection.watch(directory);
    var broken = TestStores.on(directory, 2, 2, 2).meterRegistry(new OtherVersion());
    assertThatThrownBy(() -> broken.build().close()).isInstanceOf(NoSuchMethodError.class);
    try (var store = TestStores.on(directory, 2, 2, 2).build()) {
      store.add("a", X);
      assertThat(store.count()).isEqualTo(1);
    }
  }
}
