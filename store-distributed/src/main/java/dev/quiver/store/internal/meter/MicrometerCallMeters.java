package dev.quiver.store.internal.meter;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Timers in a Micrometer registry, by collection and outcome: {@code quiver.search} and {@code
 * quiver.write}. All outcomes are there from the beginning, so that a rate of failures has a zero
 * to begin at.
 */
public final class MicrometerCallMeters implements CallMeters {
  private final Map<Search, Timer> searches = new EnumMap<>(Search.class);
  private final Map<Write, Timer> writes = new EnumMap<>(Write.class);

  public MicrometerCallMeters(MeterRegistry registry, String collection) {
    for (Search outcome : Search.values()) {
      searches.put(outcome, timer(registry, "quiver.search", collection, outcome));
    }
    for (Write outcome : Write.values()) {
      writes.put(outcome, timer(registry, "quiver.write", collection, outcome));
    }
  }

  private static Timer timer(
      MeterRegistry registry, String name, String collection, Enum<?> outcome) {
    return Timer.builder(name)
        .tag("collection", collection)
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  @Override
  public void searched(Search outcome, long nanos) {
    Objects.requireNonNull(searches.get(outcome)).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void written(Write outcome, long nanos) {
    Objects.requireNonNull(writes.get(outcome)).record(nanos, TimeUnit.NANOSECONDS);
  }
}
