package dev.quiver.store.internal.index;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Documents that may be among the best, by fast score. One that is worse than as many others as are
 * wanted, by more than twice the margin of error, cannot be, and is dropped.
 */
final class Shortlist {
  private final int limit;
  private final Target target;
  private final PriorityQueue<Float> best = new PriorityQueue<>();
  private float floor;

  private int size;
  private int[] leaves = new int[64];
  private int[] docs = new int[64];
  private float[] scores = new float[64];

  Shortlist(Target target) {
    this.limit = target.limit();
    this.target = target;
    this.floor = Float.NEGATIVE_INFINITY;
  }

  /** Leaves out what cannot have this final score; nothing is left out for it before. */
  void require(double finalScore) {
    floor = Math.max(floor, below((float) finalScore, 1));
  }

  private float below(float score, int margins) {
    return score - margins * target.margin(score);
  }

  /** Fast scores below are of no interest. */
  float floor() {
    return floor;
  }

  void add(int leaf, int doc, float fastScore) {
    float score = Math.min(fastScore, 1); // as final scores are
    if (score < floor) {
      return;
    }
    if (size == docs.length) {
      makeRoom();
    }
    leaves[size] = leaf;
    docs[size] = doc;
    scores[size++] = score;
    if (best.size() < limit) {
      best.add(score);
    } else if (score > best.element()) {
      best.remove();
      best.add(score);
      floor = Math.max(floor, below(best.element(), 2));
    }
    if (best.size() == limit) {
      floor = Math.max(floor, below(best.element(), 2));
    }
  }

  private void makeRoom() {
    dropHopeless();
    if (size > docs.length / 2) {
      leaves = Arrays.copyOf(leaves, 2 * size);
      docs = Arrays.copyOf(docs, 2 * size);
      scores = Arrays.copyOf(scores, 2 * size);
    }
  }

  private void dropHopeless() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (scores[i] >= floor) {
        leaves[kept] = leaves[i];
        docs[kept] = docs[i];
        scores[kept++] = scores[i];
      }
    }
    size = kept;
  }

  /** Documents by segment, each as segment and number in one long, ascending. */
  long[] ascending() {
    dropHopeless();
    var entries = new long[size];
    for (int i = 0; i < size; i++) {
      entries[i] = (long) leaves[i] << Integer.SIZE | docs[i];
    }
    Arrays.sort(entries);
    return entries;
  }
}
