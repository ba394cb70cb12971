package dev.quiver.benchmarks.store;

import java.util.List;

/** The least effort with which a contender finds what it must. */
final class Tuning {
  /** Targets that Quiver is asked for. */
  private static final List<Double> TARGETS =
      List.of(
          0.8, 0.85, 0.88, 0.9, 0.92, 0.93, 0.94, 0.95, 0.955, 0.96, 0.965, 0.97, 0.975, 0.98,
          0.985, 0.99);

  private static final int WIDEST = 1_000;

  /** A filter makes some searches so slow that all queries would take minutes. */
  private static final int FILTERED_QUERIES = 200;

  private Tuning() {}

  /** The narrowest width that reaches the recall, or the widest. */
  static Tuned narrowest(Contender.Tunable contender, Share share, Truth truth, double recall) {
    int queries = Math.min(truth.queries(), share.isAll() ? truth.queries() : FILTERED_QUERIES);
    int low = Settings.K;
    int high = WIDEST;
    while (low < high) {
      int middle = (low + high) / 2;
      if (truth.recall(contender.among(share, middle), queries) >= recall) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    Searched tuned = contender.among(share, low);
    return new Tuned(tuned, low, truth.recall(tuned, queries));
  }

  /**
   * Leaves the store open with the lowest target with which it reaches the recall, or the highest.
   */
  static Tuned lowestTarget(Quiver quiver, Truth truth, double recall) {
    int low = 0;
    int high = TARGETS.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (truth.recall(quiver.aimedAt(TARGETS.get(middle))) >= recall) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    quiver.reopen(TARGETS.get(low));
    Searched tuned = quiver.among(Share.ALL);
    return new Tuned(tuned, TARGETS.get(low), truth.recall(tuned));
  }

  /**
   * A search with what it was set to and what it finds.
   *
   * @param effort a width, or the recall that Quiver was asked for
   */
  record Tuned(Searched searched, double effort, double recall) {}
}
