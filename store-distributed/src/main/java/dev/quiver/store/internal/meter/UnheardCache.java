package dev.quiver.store.internal.meter;

import java.io.Closeable;
import java.util.function.DoubleSupplier;

/** Cache meters for those who gave no registry. */
final class UnheardCache implements CacheMeters {
  @Override
  public void hit(Tier tier) {
    // Nobody listens.
  }

  @Override
  public void missed() {
    // Nobody listens.
  }

  @Override
  public void loaded(long nanos) {
    // Nobody listens.
  }

  @Override
  public void evicted() {
    // Nobody listens.
  }

  @Override
  public void failed(Fault fault) {
    // Nobody listens.
  }

  @Override
  public void dropped() {
    // Nobody listens.
  }

  @Override
  public Closeable watchBytes(DoubleSupplier bytes) {
    return () -> {};
  }
}
