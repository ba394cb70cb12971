package dev.quiver.benchmarks.store;

import java.util.List;

/** The least effort with which a contender finds what it must. */
final class Tuning {
  private static final int WIDEST = 1_000;
  private static final List<Double> RECALLS =
      List.of(0.8, 0.85, 0.88, 0.9, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99);

  private Tuning() {}

  /**
   * Leaves the contender at the narrowest width that reaches the recall, or the widest.
   *
   * @return recall reached
   */
  static double narrowest(Contender.Tunable contender, Truth truth, double recall) {
    int low = Settings.K;
    int high = WIDEST;
    while (low < high) {
      int middle = (low + high) / 2;
      contender.width(middle);
      if (truth.recall(contender) >= recall) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    contender.width(low);
    return truth.recall(contender);
  }

  /**
   * Leaves the store open with the lowest target with which it reaches the recall, or the highest.
   */
  static Tuned lowestTarget(Quiver quiver, Truth truth, double recall) {
    int low = 0;
    int high = RECALLS.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (truth.recall(quiver.aimedAt(RECALLS.get(middle))) >= recall) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    quiver.reopen(RECALLS.get(low));
    return new Tuned(RECALLS.get(low), truth.recall(quiver));
  }

  /** What a store was asked for, and what it gave. */
  record Tuned(double target, double recall) {}
}
