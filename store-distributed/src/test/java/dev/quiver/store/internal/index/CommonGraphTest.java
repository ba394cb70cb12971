package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.junit.jupiter.api.Test;

/** A link lost, or one too many, when a graph is put into fewer bytes. */
class CommonGraphTest {
  private static final int NODES = 500;
  private static final int DIMENSION = 4;

  private final OnHeapHnswGraph built;
  private final CommonGraph graph;

  CommonGraphTest() throws IOException {
    var random = new Random(Seed.next());
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      var vector = new float[DIMENSION];
      IntStream.range(0, DIMENSION).forEach(j -> vector[j] = random.nextFloat());
      vectors.add(vector);
    }
    var scorers =
        FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
            .getRandomVectorScorerSupplier(
                VectorSimilarityFunction.EUCLIDEAN,
                FloatVectorValues.fromFloats(vectors, DIMENSION));
    built = HnswGraphBuilder.create(scorers, 4, 20, 1).build(NODES);
    graph = CommonGraph.of(built);
  }

  @Test
  void linksAsTheGraphItWasMadeOf() throws IOException {
    HnswGraph cursor = graph.cursor();

    assertThat(cursor.numLevels()).isEqualTo(built.numLevels()).isGreaterThan(1);
    assertThat(cursor.entryNode()).isEqualTo(built.entryNode());
    assertThat(cursor.size()).isEqualTo(NODES);
    for (int level = 0; level < built.numLevels(); level++) {
      assertThat(nodes(cursor, level)).isEqualTo(nodes(built, level));
      for (int node : nodes(built, level)) {
        assertThat(linked(cursor, level, node))
            .as("linked to %s on level %s", node, level)
            .isSorted()
            .isEqualTo(linked(built, level, node).stream().sorted().toList())
            .hasSize(cursor.neighborCount());
      }
    }
  }

  @Test
  void isWalkedBySeveralCursorsAtOnce() throws IOException {
    HnswGraph one = graph.cursor();
    HnswGraph other = graph.cursor();
    one.seek(0, 1);
    other.seek(0, 2);

    assertThat(rest(one)).isEqualTo(linked(graph.cursor(), 0, 1));
    assertThat(rest(other)).isEqualTo(linked(graph.cursor(), 0, 2));
  }

  private static Set<Integer> nodes(HnswGraph of, int level) throws IOException {
    var nodes = new TreeSet<Integer>();
    of.getNodesOnLevel(level).forEachRemaining((int node) -> nodes.add(node));
    return nodes;
  }

  private static List<Integer> linked(HnswGraph in, int level, int node) throws IOException {
    in.seek(level, node);
    return rest(in);
  }

  private static List<Integer> rest(HnswGraph cursor) throws IOException {
    var linked = new ArrayList<Integer>();
    int next = cursor.nextNeighbor();
    while (next != DocIdSetIterator.NO_MORE_DOCS) {
      linked.add(next);
      next = cursor.nextNeighbor();
    }
    return linked;
  }
}
