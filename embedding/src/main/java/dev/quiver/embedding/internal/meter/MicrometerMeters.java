package dev.quiver.embedding.internal.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * Meters in a Micrometer registry, by model: the timer {@code quiver.embed} of each text with its
 * outcome, and the counters {@code quiver.embed.tokens} and {@code quiver.embed.truncated}.
 */
public final class MicrometerMeters implements Meters {
  private final Timer embedded;
  private final Timer failed;
  private final Counter tokens;
  private final Counter truncated;

  public MicrometerMeters(MeterRegistry registry, String model) {
    Tags tags = Tags.of("model", model);
    this.embedded = registry.timer("quiver.embed", tags.and("outcome", "embedded"));
    this.failed = registry.timer("quiver.embed", tags.and("outcome", "failed"));
    this.tokens = registry.counter("quiver.embed.tokens", tags);
    this.truncated = registry.counter("quiver.embed.truncated", tags);
  }

  @Override
  public void embedded(int count, boolean isTruncated, long nanos) {
    embedded.record(nanos, TimeUnit.NANOSECONDS);
    tokens.increment(count);
    if (isTruncated) {
      truncated.increment();
    }
  }

  @Override
  public void failed(long nanos) {
    failed.record(nanos, TimeUnit.NANOSECONDS);
  }
}
