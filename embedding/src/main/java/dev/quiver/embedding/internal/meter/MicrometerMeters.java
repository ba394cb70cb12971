package dev.quiver.embedding.internal.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
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

  /** By methods that every Micrometer has: those that take {@code Tags} are of 1.16 and later. */
  public MicrometerMeters(MeterRegistry registry, String model) {
    Iterable<Tag> tags = Tags.of("model", model);
    Iterable<Tag> done = Tags.of("model", model, "outcome", "embedded");
    Iterable<Tag> undone = Tags.of("model", model, "outcome", "failed");
    this.embedded = registry.timer("quiver.embed", done);
    this.failed = registry.timer("quiver.embed", undone);
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
