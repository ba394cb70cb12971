package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.LongHeap;

/** Adds up what walks to some targets find under one filter. */
final class LevelMeasurement {
  private final Terrain terrain;
  private final FixedBitSet accepted;
  private final float[][][] found =
      new float[Calibration.PLACES.length][Calibration.SLACKS.length][];
  private final double[][] met = new double[Calibration.PLACES.length][Calibration.SLACKS.length];
  private int samples;

  /** Of each target, how far away the last of so many nearest is. */
  private final List<double[]> distances = new ArrayList<>();

  LevelMeasurement(Terrain terrain, FixedBitSet accepted) {
    this.terrain = terrain;
    this.accepted = accepted;
    for (int i = 0; i < found.length; i++) {
      for (int slack = 0; slack < found[i].length; slack++) {
        found[i][slack] = new float[Calibration.PLACES[i]];
      }
    }
  }

  /** Walks to a record as it would be if the record were not there. */
  void walk(Target target, float[] scores, int self) throws IOException {
    boolean there = accepted.getAndSet(self);
    accepted.clear(self);
    float[] nearest = nearest(scores);
    add(
        target,
        nearest,
        new MeasuredWalk(terrain, target, accepted, scores, nearest).without(self));
    if (there) {
      accepted.set(self);
    }
  }

  /** Walks to a target from elsewhere. */
  void walk(Target target, float[] scores) throws IOException {
    float[] nearest = nearest(scores);
    add(target, nearest, new MeasuredWalk(terrain, target, accepted, scores, nearest));
  }

  private void add(Target target, float[] nearest, MeasuredWalk walk) throws IOException {
    walk.run();
    add(walk.neededByRank(), walk.metBySlack());
    distances.add(
        Arrays.stream(Calibration.PLACES)
            .mapToDouble(
                places -> target.distance(nearest.length < places ? 0 : nearest[places - 1]))
            .toArray());
    samples++;
  }

  /** How far away the last of so many nearest is, of each target. */
  double[] distances(int places) {
    return distances.stream().mapToDouble(each -> each[places]).toArray();
  }

  private void add(double[][] needed, int[][] metBySlack) {
    for (int i = 0; i < found.length; i++) {
      for (int slack = 0; slack < found[i].length; slack++) {
        met[i][slack] += metBySlack[i][slack];
        for (int rank = 0; rank < Math.min(needed[i].length, found[i][slack].length); rank++) {
          found[i][slack][rank] += needed[i][rank] <= Calibration.SLACKS[slack] ? 1 : 0;
        }
      }
    }
  }

  /** Scores of the true neighbours, best first. */
  private float[] nearest(float[] scores) {
    var heap = new LongHeap(Calibration.RANKS + 1);
    int document = accepted.nextSetBit(0);
    while (document != DocIdSetIterator.NO_MORE_DOCS) {
      long entry = GraphWalk.entry(document, scores[document]);
      if (heap.size() < Calibration.RANKS || entry > heap.top()) {
        heap.push(entry);
        if (heap.size() > Calibration.RANKS) {
          heap.pop();
        }
      }
      int next = document + 1;
      document =
          next < accepted.length() ? accepted.nextSetBit(next) : DocIdSetIterator.NO_MORE_DOCS;
    }
    var nearest = new float[heap.size()];
    for (int i = nearest.length - 1; i >= 0; i--) {
      nearest[i] = GraphWalk.score(heap.pop());
    }
    return nearest;
  }

  Calibration.Level level() {
    for (int i = 0; i < found.length; i++) {
      for (int slack = 0; slack < found[i].length; slack++) {
        met[i][slack] /= Math.max(1, samples);
        for (int rank = 0; rank < found[i][slack].length; rank++) {
          found[i][slack][rank] /= Math.max(1, samples);
        }
        smooth(found[i][slack]);
      }
    }
    return new Calibration.Level(found, met);
  }

  /**
   * Makes the nearer never harder to find than the farther, by averages over neighbouring ranks.
   * The very nearest of a sample were often linked to it first, and seem out of reach without it;
   * to targets from elsewhere they are not.
   */
  private static void smooth(float[] byRank) {
    var sums = new double[byRank.length];
    var lengths = new int[byRank.length];
    int blocks = 0;
    for (float found : byRank) {
      sums[blocks] = found;
      lengths[blocks++] = 1;
      while (blocks > 1
          && sums[blocks - 2] / lengths[blocks - 2] < sums[blocks - 1] / lengths[blocks - 1]) {
        blocks--;
        sums[blocks - 1] += sums[blocks];
        lengths[blocks - 1] += lengths[blocks];
      }
    }
    int rank = 0;
    for (int block = 0; block < blocks; block++) {
      Arrays.fill(byRank, rank, rank + lengths[block], (float) (sums[block] / lengths[block]));
      rank += lengths[block];
    }
  }
}
