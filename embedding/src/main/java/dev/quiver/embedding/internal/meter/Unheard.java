package dev.quiver.embedding.internal.meter;

/** Meters for those who gave no registry. */
final class Unheard implements Meters {
  @Override
  public void embedded(int tokens, boolean truncated, long nanos) {
    // Nobody listens.
  }

  @Override
  public void failed(long nanos) {
    // Nobody listens.
  }
}
