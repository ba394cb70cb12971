package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.LongHeap;

/**
 * Measures a terrain, such as the largest segment of a shard: takes records of it as targets, looks
 * at all records for their true neighbours, and walks to them ({@link MeasuredWalk}). The record
 * itself is left out of its walk: its links lead to its neighbours at once, as no target's from
 * elsewhere do.
 */
final class Calibrator {
  /** Enough for the recall found with a slack to be off by 0.01 at 0.95, one time in three more. */
  static final int SAMPLES = 128;

  /** Off by 0.007, for twice the work: where what is measured was dear to make, and lasts. */
  static final int MANY_SAMPLES = 2 * SAMPLES;

  /** Walks under a filter are measured from every second sample. */
  private static final int FILTERED_STEP = 2;

  /** Multiples of it, cut to 64 bits, are spread evenly over all numbers. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final View view;
  private final BooleanSupplier cancelled;
  private final Terrain terrain;
  private final FixedBitSet live;
  private final float[] scores;

  /**
   * @param view of the index in which the terrain is, or of one of several alike
   */
  Calibrator(View view, Terrain terrain, BooleanSupplier cancelled) {
    this.view = view;
    this.terrain = terrain;
    this.cancelled = cancelled;
    this.scores = new float[terrain.size()];
    this.live = live(terrain);
  }

  static Calibrator ofLargest(View view, BooleanSupplier cancelled) throws IOException {
    return new Calibrator(view, Terrain.of(largest(view.reader()), null), cancelled);
  }

  /** Live rows of the segment that would be measured. */
  static int rows(IndexReader reader) {
    return reader.leaves().isEmpty() ? 0 : largest(reader).reader().numDocs();
  }

  private static LeafReaderContext largest(IndexReader reader) {
    LeafReaderContext largest = reader.leaves().getFirst();
    for (LeafReaderContext next : reader.leaves()) {
      if (next.reader().numDocs() > largest.reader().numDocs()) {
        largest = next;
      }
    }
    return largest;
  }

  private static FixedBitSet live(Terrain terrain) {
    Bits bits = terrain.accepted(null);
    var live = new FixedBitSet(terrain.size());
    for (int node = 0; node < live.length(); node++) {
      if (bits == null || bits.get(node)) {
        live.set(node);
      }
    }
    return live;
  }

  /** Takes one look at all records, and two walks on average, for each sample. */
  Calibration measure(int most) throws IOException {
    int[] documents = samples(most);
    var levels = new Measuring[Calibration.SHARES.length];
    Arrays.setAll(levels, level -> new Measuring(part(Calibration.SHARES[level])));
    for (int i = 0; i < documents.length; i++) {
      Target target = target(documents[i]);
      scoreAll(target);
      for (int level = 0; level < levels.length; level++) {
        if (level == 0 || i % FILTERED_STEP == 0) {
          levels[level].walk(target, documents[i]);
        }
      }
    }
    return new Calibration(
        terrain.rows(),
        Arrays.stream(levels).map(Measuring::level).toArray(Calibration.Level[]::new));
  }

  /** What a filter that has to do with nothing leaves of the live records. */
  private FixedBitSet part(double share) {
    var part = new FixedBitSet(live.length());
    for (int node = 0; node < live.length(); node++) {
      if (live.get(node) && ((node * SPREAD) >>> 1) * 0x1p-63 < share) {
        part.set(node);
      }
    }
    return part;
  }

  private Target target(int document) throws IOException {
    int segment = terrain.segment(document);
    LeafReader leaf = terrain.leaves().get(segment).reader();
    float[] vector = new VectorField.Reader(leaf).read(document - terrain.start(segment)).clone();
    return new Target(new ShardQuery(vector, Calibration.RANKS, 0, null, 1), view, cancelled);
  }

  private int[] samples(int most) {
    FixedBitSet all = live;
    var documents = new int[Math.min(most, all.cardinality())];
    for (int i = 0; i < documents.length; i++) {
      int at = (int) ((long) i * all.length() / documents.length);
      int next = all.nextSetBit(at);
      documents[i] = next == DocIdSetIterator.NO_MORE_DOCS ? all.nextSetBit(0) : next;
    }
    return documents;
  }

  private void scoreAll(Target target) throws IOException {
    for (int i = 0; i < terrain.leaves().size(); i++) {
      LeafReader leaf = terrain.leaves().get(i).reader();
      VectorScorer scorer = target.scorer(leaf);
      VectorScorer.Bulk bulk = scorer.bulk(DocIdSetIterator.all(leaf.maxDoc()));
      var batch = new DocAndFloatFeatureBuffer();
      do {
        target.checkNotCancelled();
        bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, batch);
        for (int j = 0; j < batch.size; j++) {
          scores[terrain.start(i) + batch.docs[j]] = batch.features[j];
        }
      } while (batch.size > 0);
    }
  }

  /** Adds up what is found under one filter. */
  private final class Measuring {
    private final FixedBitSet accepted;
    private final float[][][] found =
        new float[Calibration.PLACES.length][Calibration.SLACKS.length][];
    private final double[][] met = new double[Calibration.PLACES.length][Calibration.SLACKS.length];
    private int samples;

    Measuring(FixedBitSet accepted) {
      this.accepted = accepted;
      for (int i = 0; i < found.length; i++) {
        for (int slack = 0; slack < found[i].length; slack++) {
          found[i][slack] = new float[Calibration.PLACES[i]];
        }
      }
    }

    void walk(Target target, int self) throws IOException {
      boolean there = accepted.getAndSet(self);
      accepted.clear(self);
      var walk = new MeasuredWalk(terrain, target, accepted, scores, nearest()).without(self).run();
      if (there) {
        accepted.set(self);
      }
      add(walk.neededByRank(), walk.metBySlack());
      samples++;
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
    private float[] nearest() {
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
}
