package dev.quiver.benchmarks.store;

/** The least effort with which a contender finds what it must. */
final class Tuning {
  /** Targets that Quiver is asked for, in thousandths: as fine a choice as others' widths are. */
  private static final int LOWEST = 800;

  private static final int HIGHEST = 990;

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
    int low = LOWEST;
    int high = HIGHEST;
    while (low < high) {
      int middle = (low + high) / 2;
      if (truth.recall(quiver.aimedAt(middle / 1000.0)) >= recall) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    Tuned tuned = reopened(quiver, truth, low);
    while (tuned.recall() < recall && low < HIGHEST) { // once opened anew, it is measured anew
      tuned = reopened(quiver, truth, ++low);
    }
    return tuned;
  }

  private static Tuned reopened(Quiver quiver, Truth truth, int thousandths) {
    double target = thousandths / 1000.0;
    quiver.reopen(target);
    Searched tuned = quiver.among(Share.ALL);
    return new Tuned(tuned, target, truth.recall(tuned));
  }

  /**
   * A search with what it was set to and what it finds.
   *
   * @param effort a width, or the recall that Quiver was asked for
   */
  record Tuned(Searched searched, double effort, double recall) {}
}
