package dev.quiver.benchmarks.store;

/**
 * The store and bare Lucene, one segment each, both at the least effort that finds what they must.
 */
record Pair(Quiver quiver, RawLucene lucene, Tuning.Tuned ours, Tuning.Tuned theirs) {

  /** Compacts both. */
  static Pair of(Quiver quiver, RawLucene lucene, Truth truth) {
    quiver.compact();
    quiver.reopen(quiver.recall()); // readers keep the old segments until something is written
    lucene.compact();
    return tuned(quiver, lucene, truth);
  }

  /** Both as they are; Lucene finds as much as Quiver does. */
  static Pair tuned(Quiver quiver, RawLucene lucene, Truth truth) {
    Tuning.Tuned ours = Tuning.lowestTarget(quiver, truth, Settings.RECALL);
    Tuning.Tuned theirs = Tuning.narrowest(lucene, Share.ALL, truth, ours.recall());
    return new Pair(quiver, lucene, ours, theirs);
  }
}
