package dev.quiver.store.internal.meter;

import java.io.Closeable;
import java.util.function.DoubleSupplier;

/** Meters of a failover store for those who gave no registry. */
final class UnheardFailover implements FailoverMeters {
  @Override
  public void attempted(String cluster, Result result, long nanos) {
    // Nobody listens.
  }

  @Override
  public Closeable watch(Level level, String cluster, DoubleSupplier value) {
    return () -> {};
  }
}
