package dev.quiver.store;

/** Where a random test starts: anew each time, or at {@code -Dquiver.seed=...} to replay a run. */
final class Seed {
  private Seed() {}

  static long next() {
    long seed = Long.getLong("quiver.seed", System.nanoTime());
    System.out.println("quiver.seed=" + seed);
    return seed;
  }
}
