package dev.quiver.store.internal.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.io.Closeable;
import java.util.function.DoubleSupplier;

/**
 * A registry, by what every Micrometer since 1.9 has. From 1.16 on there are methods that take
 * {@code Tags}, and the compiler prefers them; an application that Spring Boot 3.5 gives 1.15 has
 * none of them.
 */
record CommonRegistry(MeterRegistry registry) {
  Timer timer(String name, Iterable<Tag> tags) {
    return registry.timer(name, tags);
  }

  Counter counter(String name, Iterable<Tag> tags) {
    return registry.counter(name, tags);
  }

  DistributionSummary summary(String name, Iterable<Tag> tags) {
    return registry.summary(name, tags);
  }

  /** Looks at a level until closed. */
  Closeable watch(String name, Iterable<Tag> tags, DoubleSupplier level) {
    Gauge gauge = Gauge.builder(name, level::getAsDouble).tags(tags).register(registry);
    return () -> registry.remove(gauge);
  }
}
