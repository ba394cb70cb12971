package dev.quiver.benchmarks.store;

import dev.langchain4j.data.embedding.Embedding;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult.NodeScore;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * JVector by its own API: vectors and graph on the heap, no text, no metadata, nothing durable. The
 * graph is built when all vectors are there.
 */
final class JVector implements Contender.Tunable {
  /** Lucene's lowest layer has twice its {@code m} of 16, too. */
  private static final int MAX_DEGREE = 32;

  private static final int BEAM = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;
  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();

  private final List<VectorFloat<?>> vectors = new ArrayList<>();
  private final int dimension;
  private final RandomAccessVectorValues values;
  private @Nullable ImmutableGraphIndex graph;

  JVector(int dimension) {
    this.dimension = dimension;
    this.values = new ListRandomAccessVectorValues(vectors, dimension);
  }

  @Override
  public String name() {
    return "JVector";
  }

  @Override
  public boolean isAddedToByMany() {
    return false;
  }

  /** Records come in the order of their numbers. */
  @Override
  public void add(Dataset.Batch batch) {
    for (Embedding embedding : batch.embeddings()) {
      vectors.add(TYPES.createFloatVector(embedding.vector().clone()));
    }
  }

  @Override
  public void finish() {
    var scores =
        BuildScoreProvider.randomAccessScoreProvider(values, VectorSimilarityFunction.DOT_PRODUCT);
    try (var simd = new ForkJoinPool(Crew.SIZE);
        var parallel = new ForkJoinPool(Crew.SIZE);
        var builder =
            GraphIndexBuilder.builder(scores, dimension, MAX_DEGREE)
                .withBeamWidth(BEAM)
                .withNeighborOverflow(OVERFLOW)
                .withAlpha(ALPHA)
                .withSimdExecutor(simd)
                .withParallelExecutor(parallel)
                .build()) {
      graph = builder.build(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Searched among(Share share, int width) {
    Bits held = share.isAll() ? Bits.ALL : share::holds;
    return query -> search(query, held, width);
  }

  private Searched.Answer search(float[] query, Bits held, int width) {
    ImmutableGraphIndex built = graph;
    if (built == null) {
      throw new IllegalStateException("the graph must be built before a search, but is not");
    }
    var scores =
        DefaultSearchScoreProvider.exact(
            TYPES.createFloatVector(query), VectorSimilarityFunction.DOT_PRODUCT, values);
    try (var searcher = new GraphSearcher(built)) {
      NodeScore[] found = searcher.search(scores, Settings.K, width, 0, 0, held).getNodes();
      return new Searched.Answer(
          found.length, () -> Arrays.stream(found).map(next -> next.node).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    graph = null;
    vectors.clear();
  }
}
