package dev.quiver.store.internal.index;

import java.io.IOException;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Scores nodes of several segments, each with the scorer of its own; those of one that follow one
 * another in bulk.
 */
final class CommonScorer implements RandomVectorScorer {
  /** As many as a node has links, and usually more than are scored together. */
  private static final int BATCH = 64;

  private final RandomVectorScorer[] scorers;
  private final Terrain terrain;
  private final int[] documents = new int[BATCH];
  private final float[] some = new float[BATCH];

  CommonScorer(Terrain terrain, RandomVectorScorer[] scorers) {
    this.terrain = terrain;
    this.scorers = scorers;
  }

  @Override
  public float score(int node) throws IOException {
    int segment = terrain.segment(node);
    return scorers[segment].score(node - terrain.start(segment));
  }

  @Override
  public float bulkScore(int[] nodes, float[] scores, int count) throws IOException {
    float best = Float.NEGATIVE_INFINITY;
    int from = 0;
    while (from < count) {
      int segment = terrain.segment(nodes[from]);
      int taken = take(segment, nodes, from, Math.min(count, from + BATCH));
      best = Math.max(best, scorers[segment].bulkScore(documents, some, taken));
      System.arraycopy(some, 0, scores, from, taken);
      from += taken;
    }
    return best;
  }

  /** As many as are in the segment before the first that is not. */
  private int take(int segment, int[] nodes, int from, int to) {
    int start = terrain.start(segment);
    int end = terrain.start(segment + 1);
    int at = from;
    while (at < to && nodes[at] >= start && nodes[at] < end) {
      documents[at - from] = nodes[at] - start;
      at++;
    }
    return at - from;
  }

  @Override
  public int maxOrd() {
    return terrain.size();
  }
}
