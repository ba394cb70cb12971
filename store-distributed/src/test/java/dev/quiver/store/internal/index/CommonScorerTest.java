package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments of different sizes, of which one has more records than are scored at a time. */
class CommonScorerTest {
  private static final int[] SIZES = {1, 150, 2, 40};
  private static final int RECORDS = IntStream.of(SIZES).sum();
  private static final int DIMENSION = 24;
  private static final float ROUNDING = 1e-5f;

  @TempDir Path directory;
  private final Random random = new Random(Seed.next());

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void scoresManyAsItScoresEachInWhateverOrderTheyCome(boolean quantized) throws IOException {
    var settings = new IndexSettings(16, 100, quantized, 0.95);
    try (var engine = new IndexEngine(EngineOptions.defaults("test"));
        ShardIndex index = engine.open(directory, Similarity.COSINE, settings)) {
      for (int i = 0; i < SIZES.length; i++) {
        add(index, i);
      }
      try (ShardReader reader = index.read()) {
        View view = ((LuceneShardReader) reader).view();
        List<LeafReaderContext> leaves = view.reader().leaves();
        CommonGraph graph = new GraphMerge(leaves, view, () -> false).run();
        Terrain terrain = Terrain.of(leaves, graph, null);
        assertThat(terrain.leaves()).hasSameSizeAs(SIZES);
        float[] vector = OneSegment.gaussian(random, DIMENSION);
        var target = new Target(new ShardQuery(vector, 10, 0, null, 0.95), view, () -> false);
        check(terrain.scorer(target));
      }
    }
  }

  private void add(ShardIndex index, int segment) throws IOException {
    var records =
        IntStream.range(0, SIZES[segment])
            .mapToObj(i -> RecordKey.of(segment + "-" + i))
            .map(key -> StoredRecord.bare(key, OneSegment.gaussian(random, DIMENSION)))
            .toList();
    index.apply(new Position(1, segment + 1), new Command.Put(records));
    index.commit();
  }

  private void check(RandomVectorScorer scorer) throws IOException {
    assertThat(scorer).isInstanceOf(CommonScorer.class);
    assertThat(scorer.maxOrd()).isEqualTo(RECORDS);
    for (int round = 0; round < 100; round++) {
      int[] nodes = random.ints(1 + round * 2, 0, RECORDS).toArray();
      if (round % 2 == 0) {
        Arrays.sort(nodes);
      }
      var scores = new float[nodes.length];
      float best = scorer.bulkScore(nodes, scores, nodes.length);
      float most = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < nodes.length; i++) {
        assertThat(scores[i]).isCloseTo(scorer.score(nodes[i]), within(ROUNDING));
        most = Math.max(most, scores[i]);
      }
      assertThat(best).isEqualTo(most);
    }
  }
}
