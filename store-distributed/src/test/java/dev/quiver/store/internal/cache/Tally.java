package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.meter.CacheMeters;
import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** Meters that a test can read. */
class Tally implements CacheMeters {
  private final Map<Object, AtomicLong> counts = new ConcurrentHashMap<>();
  private volatile DoubleSupplier bytes = () -> Double.NaN;

  final long of(Object what) {
    AtomicLong count = counts.get(what);
    return count == null ? 0 : count.get();
  }

  double bytes() {
    return bytes.getAsDouble();
  }

  private void count(Object what) {
    counts.computeIfAbsent(what, any -> new AtomicLong()).incrementAndGet();
  }

  @Override
  public void hit(Tier tier) {
    count(tier);
  }

  @Override
  public void missed() {
    count("missed");
  }

  @Override
  public void loaded(long nanos) {
    count("loaded");
  }

  @Override
  public void evicted() {
    count("evicted");
  }

  @Override
  public void failed(Fault fault) {
    count(fault);
  }

  @Override
  public void dropped() {
    count("dropped");
  }

  @Override
  public Closeable watchBytes(DoubleSupplier level) {
    bytes = level;
    return () -> bytes = () -> Double.NaN;
  }
}
