package dev.quiver.store.internal.index;

/** Where a random test starts: always at the same place, or at {@code -Dquiver.seed=...}. */
final class Seed {
  private Seed() {}

  static long next() {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    return seed;
  }
}
