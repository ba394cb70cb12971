package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
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
import org.jspecify.annotations.Nullable;

/**
 * Measures a terrain, such as the largest segment of a shard: takes records of it as targets, looks
 * at all records for their true neighbours, and walks to them with beams of all widths. The record
 * itself is left out of its walk: its links lead to its neighbours at once, as no target's from
 * elsewhere do.
 */
final class Calibrator {
  /** Enough for the recall found with a width to be off by 0.01 at 0.95, one time in three more. */
  static final int SAMPLES = 128;

  /** Off by 0.007, for twice the work: where somebody waits for the best there is. */
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

  /** Takes one look at all records, and some twenty to forty walks, for each sample. */
  Calibration measure(int most) throws IOException {
    int levels = Calibration.SHARES.length;
    var found = new float[levels][Calibration.WIDTHS.length][Calibration.RANKS];
    var samples = new int[levels];
    int[] documents = samples(most);
    List<FixedBitSet> accepted = Arrays.stream(Calibration.SHARES).mapToObj(this::part).toList();
    for (int i = 0; i < documents.length; i++) {
      Target target = target(documents[i]);
      scoreAll(target);
      for (int level = 0; level < levels; level++) {
        if (level == 0 || i % FILTERED_STEP == 0) {
          walks(target, documents[i], accepted.get(level), found[level]);
          samples[level]++;
        }
      }
    }
    for (int level = 0; level < levels; level++) {
      for (float[] byRank : found[level]) {
        for (int rank = 0; rank < byRank.length; rank++) {
          byRank[rank] /= Math.max(1, samples[level]);
        }
        smooth(byRank);
      }
    }
    return new Calibration(terrain.rows(), found);
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

  /** The next document of these, or the end. */
  private static int after(FixedBitSet documents, int document) {
    int next = document + 1;
    return next < documents.length() ? documents.nextSetBit(next) : DocIdSetIterator.NO_MORE_DOCS;
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

  private void walks(Target target, int self, FixedBitSet accepted, float[][] found)
      throws IOException {
    boolean there = accepted.getAndSet(self);
    accepted.clear(self);
    float[] nearest = nearest(accepted);
    int best = 0;
    for (int width = 0; width < found.length; width++) {
      if (best < nearest.length) {
        var walk = new GraphWalk(terrain, target, accepted, Widths.of(Calibration.WIDTHS[width]));
        best = count(walk.without(self).run(), nearest, found[width]);
      } else {
        count(null, nearest, found[width]);
      }
    }
    if (there) {
      accepted.set(self);
    }
  }

  /** Scores of the true neighbours, best first. */
  private float[] nearest(FixedBitSet accepted) {
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
      document = after(accepted, document);
    }
    var nearest = new float[heap.size()];
    for (int i = nearest.length - 1; i >= 0; i--) {
      nearest[i] = GraphWalk.score(heap.pop());
    }
    return nearest;
  }

  /**
   * Adds one for each rank that was found. Records with equal scores stand for one another.
   *
   * @param entries null: all were found, as by a narrower beam before
   * @return how many were found
   */
  private int count(long @Nullable [] entries, float[] nearest, float[] found) {
    if (entries == null) {
      for (int rank = 0; rank < nearest.length; rank++) {
        found[rank]++;
      }
      return nearest.length;
    }
    var met = new float[entries.length];
    for (int i = 0; i < met.length; i++) {
      met[i] = scores[GraphWalk.node(entries[i])];
    }
    Arrays.sort(met);
    int at = met.length;
    int right = 0;
    for (int rank = 0; rank < nearest.length; rank++) {
      while (at > 0 && met[at - 1] >= nearest[rank]) {
        at--;
      }
      int rightNow = Math.min(rank + 1, met.length - at);
      found[rank] += rightNow - right;
      right = rightNow;
    }
    return right;
  }
}
