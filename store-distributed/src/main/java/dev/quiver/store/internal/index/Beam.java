package dev.quiver.store.internal.index;

import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;

/**
 * The best documents of one segment met so far, while its graph is walked. The wider it is, the
 * longer the walk and the fewer are missed.
 */
final class Beam extends KnnCollector.Decorator {
  /** Steps between two looks at whether anybody still wants the answer. */
  private static final int STEPS = 64;

  private final Target target;
  private int steps;

  Beam(int width, Target target) {
    super(new TopKnnCollector(width, Integer.MAX_VALUE));
    this.target = target;
  }

  @Override
  public boolean earlyTerminated() {
    return super.earlyTerminated() || (++steps % STEPS == 0 && target.isCancelled());
  }

  /** Best first. */
  ScoreDoc[] found() {
    return topDocs().scoreDocs;
  }
}
