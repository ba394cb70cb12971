package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.lucene104.Lucene104ScalarQuantizedVectorsReader;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * What one walk leads over: the documents of one segment with its own graph, or those of several
 * with a graph they have in common. Every document has a vector and is a node; the nodes of several
 * segments are numbered through, in the order of the segments.
 */
final class Terrain {
  private final List<LeafReaderContext> leaves;
  private final int[] starts;
  private final @Nullable CommonGraph common;
  private final @Nullable Calibration calibration;
  private final boolean exact;

  private Terrain(
      List<LeafReaderContext> leaves,
      @Nullable CommonGraph common,
      @Nullable Calibration calibration)
      throws IOException {
    this.leaves = leaves;
    this.common = common;
    this.calibration = calibration;
    this.starts = new int[leaves.size() + 1];
    for (int i = 0; i < leaves.size(); i++) {
      starts[i + 1] = starts[i] + leaves.get(i).reader().maxDoc();
    }
    this.exact = isExact(leaves);
  }

  static Terrain of(LeafReaderContext leaf, @Nullable Calibration calibration) throws IOException {
    return new Terrain(List.of(leaf), null, calibration);
  }

  static Terrain of(
      List<LeafReaderContext> leaves, CommonGraph common, @Nullable Calibration calibration)
      throws IOException {
    return new Terrain(leaves, common, calibration);
  }

  List<LeafReaderContext> leaves() {
    return leaves;
  }

  /** How far walks must look here, where it was measured. */
  @Nullable Calibration calibration() {
    return calibration;
  }

  /** A collection may have been opened with 8-bit copies before, and without now. */
  private static boolean isExact(List<LeafReaderContext> leaves) throws IOException {
    for (LeafReaderContext leaf : leaves) {
      if (vectors(leaf).getFlatVectorsReader() instanceof Lucene104ScalarQuantizedVectorsReader) {
        return false;
      }
    }
    return true;
  }

  /** Whether walking here yields fast scores, and not those of 8-bit copies. */
  boolean isExact() {
    return exact;
  }

  int size() {
    return starts[leaves.size()];
  }

  /** Documents that were not deleted. */
  int rows() {
    int rows = 0;
    for (LeafReaderContext leaf : leaves) {
      rows += leaf.reader().numDocs();
    }
    return rows;
  }

  int candidates(@Nullable Candidates candidates) {
    if (candidates == null) {
      return rows();
    }
    int count = 0;
    for (LeafReaderContext leaf : leaves) {
      count += candidates.count(leaf);
    }
    return count;
  }

  /** The place of the node's segment among the leaves. */
  int segment(int node) {
    if (leaves.size() == 1) {
      return 0;
    }
    int at = Arrays.binarySearch(starts, node);
    return at >= 0 ? at : -at - 2; // no segment is empty
  }

  LeafReader reader(long entry) {
    return leaves.get(segment(GraphWalk.node(entry))).reader();
  }

  /** The number in its segment of the node of an entry. */
  int document(long entry) {
    int node = GraphWalk.node(entry);
    return node - starts[segment(node)];
  }

  int start(int segment) {
    return starts[segment];
  }

  /** What may be found: candidates, or all that is not deleted. Null: everything. */
  @Nullable Bits accepted(@Nullable Candidates candidates) {
    var parts = new @Nullable Bits[leaves.size()];
    boolean any = false;
    for (int i = 0; i < parts.length; i++) {
      LeafReaderContext leaf = leaves.get(i);
      parts[i] = candidates == null ? leaf.reader().getLiveDocs() : candidates.in(leaf);
      any |= parts[i] != null;
    }
    if (!any || parts.length == 1) {
      return parts[0];
    }
    return new Bits() {
      @Override
      public boolean get(int node) {
        int segment = segment(node);
        Bits part = parts[segment];
        return part == null || part.get(node - starts[segment]);
      }

      @Override
      public int length() {
        return size();
      }
    };
  }

  HnswGraph graph() throws IOException {
    return common == null ? vectors(leaves.getFirst()).getGraph(FieldName.VECTOR) : common.cursor();
  }

  RandomVectorScorer scorer(Target target) throws IOException {
    var scorers = new RandomVectorScorer[leaves.size()];
    for (int i = 0; i < scorers.length; i++) {
      scorers[i] = scorer(leaves.get(i), target.indexed());
    }
    return scorers.length == 1 ? scorers[0] : new CommonScorer(this, scorers);
  }

  private static RandomVectorScorer scorer(LeafReaderContext leaf, float[] vector)
      throws IOException {
    FlatVectorsReader flat = vectors(leaf).getFlatVectorsReader();
    if (flat instanceof Lucene104ScalarQuantizedVectorsReader copies) {
      FieldInfo field = leaf.reader().getFieldInfos().fieldInfo(FieldName.VECTOR);
      return new CopyScorer(
          copies.getQuantizedVectorValues(FieldName.VECTOR),
          field.getVectorSimilarityFunction(),
          vector);
    }
    return flat.getRandomVectorScorer(FieldName.VECTOR, vector);
  }

  static Lucene99HnswVectorsReader vectors(LeafReaderContext leaf) throws IOException {
    if (leaf.reader() instanceof CodecReader reader
        && reader.getVectorReader() instanceof PerFieldKnnVectorsFormat.FieldsReader fields) {
      KnnVectorsReader vectors = fields.getFieldReader(FieldName.VECTOR);
      if (vectors instanceof Lucene99HnswVectorsReader linked) {
        return linked;
      }
    }
    throw new IOException("every segment must have linked vectors, but " + leaf + " has none");
  }
}
