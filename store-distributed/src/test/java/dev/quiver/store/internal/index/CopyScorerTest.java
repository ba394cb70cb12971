package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores of 8-bit copies, against Lucene's own and against those of the vectors. */
class CopyScorerTest {
  private static final int RECORDS = 1_500;
  private static final int TARGETS = 20;
  private static final int BEST = 10;

  /** One step of a component's 127, and a little. */
  private static final float ALLOWED = 0.01f;

  /** Vectors lie around this, in each component, so that none of their sums is about 0. */
  private static final float CENTRE = 0.5f;

  @TempDir Path directory;
  private final Random random = new Random(Seed.next());

  private float[] vector(int dimension) {
    float[] vector = OneSegment.gaussian(random, dimension);
    for (int i = 0; i < dimension; i++) {
      vector[i] = CENTRE + vector[i] / (float) Math.sqrt(dimension);
    }
    return vector;
  }

  private OneSegment segment(Similarity similarity, int dimension) throws IOException {
    var vectors = Stream.generate(() -> vector(dimension)).limit(RECORDS).toList();
    return new OneSegment(directory, similarity, true, vectors);
  }

  @ParameterizedTest
  @CsvSource({"COSINE, 3", "COSINE, 17", "COSINE, 64", "EUCLIDEAN, 3", "EUCLIDEAN, 17"})
  void isNearLucenesScoreAndTheTrueOne(Similarity similarity, int dimension) throws IOException {
    try (var segment = segment(similarity, dimension)) {
      double inCommon = 0;
      for (int i = 0; i < TARGETS; i++) {
        Target target = segment.target(vector(dimension));
        RandomVectorScorer scorer = segment.terrain().scorer(target);
        assertThat(scorer).isInstanceOf(CopyScorer.class);
        assertThat(scorer.maxOrd()).isEqualTo(RECORDS);
        RandomVectorScorer lucenes =
            Terrain.vectors(segment.leaf())
                .getFlatVectorsReader()
                .getRandomVectorScorer(FieldName.VECTOR, target.indexed());
        float[] exact = segment.scores(target);
        var scores = new float[RECORDS];
        for (int node = 0; node < RECORDS; node++) {
          scores[node] = scorer.score(node);
          assertThat(scores[node]).isCloseTo(lucenes.score(node), within(ALLOWED));
          assertThat(scores[node]).isCloseTo(exact[node], within(ALLOWED));
        }
        inCommon += nearest(scores).filter(node -> nearest(exact).anyMatch(n -> n == node)).count();
      }
      assertThat(inCommon).isGreaterThan(0.8 * TARGETS * BEST);
    }
  }

  private static IntStream nearest(float[] scores) {
    long[] entries =
        IntStream.range(0, RECORDS)
            .mapToLong(node -> GraphWalk.entry(node, -scores[node]))
            .sorted()
            .toArray();
    return Arrays.stream(entries).limit(BEST).mapToInt(GraphWalk::node);
  }

  @ParameterizedTest
  @CsvSource({"COSINE, 3", "COSINE, 17", "EUCLIDEAN, 17", "EUCLIDEAN, 64"})
  void isTheSameForManyAsForOne(Similarity similarity, int dimension) throws IOException {
    try (var segment = segment(similarity, dimension)) {
      Target target = segment.target(vector(dimension));
      RandomVectorScorer many = segment.terrain().scorer(target);
      RandomVectorScorer one = segment.terrain().scorer(target);
      for (int count : new int[] {1, 15, 16, 17, 40, 1, 17}) {
        int[] nodes = random.ints(count + 1, 0, RECORDS).toArray();
        var scores = new float[count + 1];
        scores[count] = -1;
        float best = many.bulkScore(nodes, scores, count);
        for (int i = 0; i < count; i++) {
          assertThat(scores[i]).as("of %s", count).isEqualTo(one.score(nodes[i]));
        }
        assertThat(scores[count]).as("behind the last").isEqualTo(-1);
        scores[count] = 0;
        assertThat(best).isEqualTo((float) max(scores));
      }
      assertThat(many.bulkScore(new int[0], new float[0], 0)).isLessThan(0);
    }
  }

  private static double max(float[] scores) {
    return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).max().orElseThrow();
  }

  /** Equal copies must be in no order, wherever they are. */
  @ParameterizedTest
  @CsvSource({"COSINE", "EUCLIDEAN"})
  void isTheSameForEqualVectors(Similarity similarity) throws IOException {
    float[] same = vector(17);
    var vectors = IntStream.range(0, RECORDS).mapToObj(i -> i % 3 == 0 ? same : vector(17));
    try (var segment = new OneSegment(directory, similarity, true, vectors.toList())) {
      RandomVectorScorer scorer = segment.terrain().scorer(segment.target(vector(17)));
      float[] likeness = segment.scores(segment.target(same));
      Set<Float> scores = new HashSet<>();
      for (int node = 0; node < RECORDS; node++) {
        if (likeness[node] == (float) max(likeness)) {
          scores.add(scorer.score(node));
        }
      }
      assertThat(scores).hasSize(1);
    }
  }
}
