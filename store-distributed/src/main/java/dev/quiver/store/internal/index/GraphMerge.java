package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.MergingHnswGraphBuilder;
import org.jspecify.annotations.Nullable;

/** Makes one graph of those of several segments, as merging the segments would. */
final class GraphMerge {
  /** Where levels are drawn from; equal graphs make equal ones. */
  private static final long SEED = 42;

  private final List<LeafReaderContext> leaves;
  private final View view;
  private final BooleanSupplier cancelled;

  /**
   * @param view of one of the shards, all being alike
   */
  GraphMerge(List<LeafReaderContext> leaves, View view, BooleanSupplier cancelled) {
    this.leaves = leaves;
    this.view = view;
    this.cancelled = cancelled;
  }

  /** A graph, and the nodes that its nodes are to be. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
  private record Part(HnswGraph graph, int[] nodes) {}

  CommonGraph run() throws IOException {
    var vectors = new ArrayList<FloatVectorValues>();
    var parts = new ArrayList<Part>();
    var inParts = new FixedBitSet(size());
    int start = 0;
    for (LeafReaderContext leaf : leaves) {
      int end = start + leaf.reader().maxDoc();
      vectors.add(values(leaf));
      HnswGraph graph = Terrain.vectors(leaf).getGraph(FieldName.VECTOR);
      if (graph.size() == end - start && graph.entryNode() >= 0) {
        parts.add(new Part(graph, IntStream.range(start, end).toArray()));
        inParts.set(start, end);
      }
      start = end;
    }
    parts.sort(Comparator.comparingInt((Part part) -> part.nodes().length).reversed());
    HnswGraphBuilder builder = builder(new JoinedVectors(vectors), parts, inParts);
    builder.setAbortCheck(this::checkNotCancelled);
    return CommonGraph.of(builder.build(size()));
  }

  private int size() {
    return leaves.stream().mapToInt(leaf -> leaf.reader().maxDoc()).sum();
  }

  private static FloatVectorValues values(LeafReaderContext leaf) throws IOException {
    FloatVectorValues values = leaf.reader().getFloatVectorValues(FieldName.VECTOR);
    if (values == null || values.size() != leaf.reader().maxDoc()) {
      throw new IOException("every record must have a vector, but some in " + leaf + " have none");
    }
    return values;
  }

  private HnswGraphBuilder builder(JoinedVectors vectors, List<Part> parts, FixedBitSet inParts)
      throws IOException {
    int m = view.settings().m();
    int beamWidth = view.settings().efConstruction();
    var scorers =
        FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
            .getRandomVectorScorerSupplier(VectorField.function(view.similarity()), vectors);
    if (parts.isEmpty()) {
      return HnswGraphBuilder.create(scorers, m, beamWidth, SEED);
    }
    @Nullable FixedBitSet notAll = inParts.cardinality() == inParts.length() ? null : inParts;
    return MergingHnswGraphBuilder.fromGraphs(
        scorers,
        m,
        beamWidth,
        SEED,
        parts.stream().map(Part::graph).toArray(HnswGraph[]::new),
        parts.stream().map(Part::nodes).toArray(int[][]::new),
        vectors.size(),
        notAll,
        this::checkNotCancelled);
  }

  private void checkNotCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("the segments are gone");
    }
  }
}
