package dev.quiver.store.internal.index;

import java.io.IOException;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Scores nodes of several segments, each with the scorer of its own; those of one in bulk. */
final class CommonScorer implements RandomVectorScorer {
  /** As many as a node has links, and usually more than are scored together. */
  private static final int BATCH = 64;

  private final RandomVectorScorer[] scorers;
  private final Terrain terrain;
  private final int[] segments = new int[BATCH];
  private final int[] documents = new int[BATCH];
  private final int[] places = new int[BATCH];
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
    for (int from = 0; from < count; from += BATCH) {
      best = Math.max(best, batch(nodes, scores, from, Math.min(count, from + BATCH)));
    }
    return best;
  }

  private float batch(int[] nodes, float[] scores, int from, int to) throws IOException {
    float best = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      segments[i - from] = terrain.segment(nodes[i]);
    }
    int left = to - from;
    for (int segment = 0; segment < scorers.length && left > 0; segment++) {
      int taken = 0;
      for (int i = from; i < to; i++) {
        if (segments[i - from] == segment) {
          documents[taken] = nodes[i] - terrain.start(segment);
          places[taken++] = i;
        }
      }
      if (taken > 0) {
        best = Math.max(best, scorers[segment].bulkScore(documents, some, taken));
        for (int i = 0; i < taken; i++) {
          scores[places[i]] = some[i];
        }
        left -= taken;
      }
    }
    return best;
  }

  @Override
  public int maxOrd() {
    return terrain.size();
  }
}
