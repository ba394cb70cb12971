package dev.quiver.store.internal.memory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What many owners hold of one thing, each counting its own. Any thread. */
public final class Gauges {
  private final Set<LongSupplier> gauges = ConcurrentHashMap.newKeySet();

  /** Counts from now on. */
  public void add(LongSupplier gauge) {
    gauges.add(gauge);
  }

  public void remove(LongSupplier gauge) {
    gauges.remove(gauge);
  }

  public long sum() {
    return gauges.stream().mapToLong(LongSupplier::getAsLong).sum();
  }
}
