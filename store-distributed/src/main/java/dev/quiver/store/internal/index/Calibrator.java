package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import java.io.IOException;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * Measures a terrain, such as the largest segment of a shard: takes records of it as targets, looks
 * at all records for their true neighbours, and walks to them ({@link MeasuredWalk}). The record
 * itself is left out of its walk: its links lead to its neighbours at once, as no target's from
 * elsewhere do. Half as many targets more lie in any {@link Directions}.
 */
final class Calibrator {
  /** Enough for the recall found with a slack to be off by 0.01 at 0.95, one time in three more. */
  static final int SAMPLES = 128;

  /** Off by 0.007, for twice the work: where what is measured was dear to make, and lasts. */
  static final int MANY_SAMPLES = 2 * SAMPLES;

  /** Walks under a filter are measured from every second sample. */
  private static final int FILTERED_STEP = 2;

  /** Walks to targets from elsewhere are longer, and every second one will do. */
  private static final int FOREIGN_STEP = 2;

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

  /** Takes one look at all records, and two walks on average, for each target. */
  Calibration measure(int most) throws IOException {
    int[] documents = samples(most);
    LevelMeasurement[] levels = levels();
    for (int i = 0; i < documents.length; i++) {
      Target target = target(vector(documents[i]));
      scoreAll(target);
      for (int level = 0; level < levels.length; level++) {
        if (level == 0 || i % FILTERED_STEP == 0) {
          levels[level].walk(target, scores, documents[i]);
        }
      }
    }
    return new Calibration(terrain.rows(), table(levels), foreign(documents, levels[0]));
  }

  private @Nullable Foreign foreign(int[] documents, LevelMeasurement ofRecords)
      throws IOException {
    var directions = new Directions(view.similarity(), vectors(documents));
    if (!directions.differ()) {
      return null;
    }
    LevelMeasurement[] levels = levels();
    for (int i = 0; i < Math.ceilDiv(documents.length, FOREIGN_STEP); i++) {
      Target target = target(directions.next());
      scoreAll(target);
      for (int level = 0; level < levels.length; level++) {
        if (level == 0 || i % FILTERED_STEP == 0) {
          levels[level].walk(target, scores);
        }
      }
    }
    var distances = new Foreign.Distances[Calibration.PLACES.length];
    Arrays.setAll(
        distances, at -> Foreign.Distances.of(ofRecords.distances(at), levels[0].distances(at)));
    return new Foreign(table(levels), distances);
  }

  private LevelMeasurement[] levels() {
    var levels = new LevelMeasurement[Calibration.SHARES.length];
    Arrays.setAll(levels, level -> new LevelMeasurement(terrain, part(Calibration.SHARES[level])));
    return levels;
  }

  private static Calibration.Level[] table(LevelMeasurement[] levels) {
    return Arrays.stream(levels).map(LevelMeasurement::level).toArray(Calibration.Level[]::new);
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

  private Target target(float[] vector) {
    return new Target(new ShardQuery(vector, Calibration.RANKS, 0, null, 1), view, cancelled);
  }

  private float[] vector(int document) throws IOException {
    int segment = terrain.segment(document);
    LeafReader leaf = terrain.leaves().get(segment).reader();
    return new VectorField.Reader(leaf).read(document - terrain.start(segment)).clone();
  }

  private List<float[]> vectors(int[] documents) throws IOException {
    var vectors = new ArrayList<float[]>();
    for (int document : documents) {
      vectors.add(VectorField.indexed(vector(document), view.similarity()));
    }
    return vectors;
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
}
