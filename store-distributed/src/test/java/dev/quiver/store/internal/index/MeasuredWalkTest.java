package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One walk that measures, against a walk with each number of places and each slack. */
class MeasuredWalkTest {
  private static final int RECORDS = 3_000;
  private static final int DIMENSION = 16;
  private static final int TARGETS = 20;

  /** Places among the slacks: 0, 0.02, 0.05, 0.08 and 0.12. */
  private static final int[] SLACKS = {0, 2, 5, 8, 11};

  @TempDir Path directory;
  private final Random random = new Random(Seed.next());

  private int compared;

  /** Walks leave room for the error of scores, so that a few may come farther than they must. */
  private int foundMore;

  private int metMore;
  private int missed;

  @ParameterizedTest
  @EnumSource
  void tellsWhatEveryWalkFindsAndMeets(Similarity similarity) throws IOException {
    try (var segment = segment(similarity)) {
      for (int i = 0; i < TARGETS; i++) {
        Target target = segment.target(vector(similarity));
        compare(segment.terrain(), target, segment.scores(target), null);
        compare(segment.terrain(), target, segment.scores(target), half());
      }
    }
    assertThat(compared).isEqualTo(2 * TARGETS * Calibration.PLACES.length * SLACKS.length);
    assertThat(foundMore).as("walks at the very edge").isLessThan(compared / 50);
    assertThat(metMore).as("walks at the very edge").isLessThan(compared / 50);
    assertThat(missed).as("neighbours out of reach of short walks").isGreaterThan(compared / 50);
  }

  private OneSegment segment(Similarity similarity) throws IOException {
    var vectors = Stream.generate(() -> vector(similarity)).limit(RECORDS).toList();
    return new OneSegment(directory, similarity, false, vectors);
  }

  private float[] vector(Similarity similarity) {
    float[] vector = OneSegment.gaussian(random, DIMENSION);
    return similarity == Similarity.DOT_PRODUCT
        ? VectorField.indexed(vector, Similarity.COSINE)
        : vector;
  }

  private Bits half() {
    var half = new FixedBitSet(RECORDS);
    for (int node = 0; node < RECORDS; node++) {
      if (random.nextBoolean()) {
        half.set(node);
      }
    }
    return half;
  }

  private void compare(Terrain terrain, Target target, float[] scores, @Nullable Bits accepted)
      throws IOException {
    Bits measured = accepted == null ? new Bits.MatchAllBits(RECORDS) : accepted;
    long[] truth = truth(scores, measured);
    var nearest = new float[truth.length];
    for (int rank = 0; rank < nearest.length; rank++) {
      nearest[rank] = GraphWalk.score(truth[rank]);
    }
    var walk = new MeasuredWalk(terrain, target, measured, scores, nearest).run();
    double[][] needed = walk.neededByRank();
    int[][] met = walk.metBySlack();
    for (int i = 0; i < Calibration.PLACES.length; i++) {
      for (int s : SLACKS) {
        double slack = Calibration.SLACKS[s];
        Reach reach = Reach.of(Calibration.PLACES[i], share -> slack, share -> 0);
        long[] found = new GraphWalk(terrain, target, accepted, reach).run();
        compareFound(found, Arrays.copyOf(needed[i], reach.places()), truth, slack);
        assertThat(meetsMore(new GraphWalk(terrain, target, accepted, reach), met[i][s] - 1))
            .as("met as many as %s with a slack of %s", met[i][s], slack)
            .isTrue();
        metMore += meetsMore(new GraphWalk(terrain, target, accepted, reach), met[i][s]) ? 1 : 0;
        compared++;
      }
    }
  }

  private static long[] truth(float[] scores, Bits accepted) {
    var entries = new long[RECORDS];
    int count = 0;
    for (int node = 0; node < RECORDS; node++) {
      if (accepted.get(node)) {
        entries[count++] = GraphWalk.entry(node, scores[node]);
      }
    }
    Arrays.sort(entries, 0, count);
    var best = new long[Calibration.RANKS];
    for (int rank = 0; rank < best.length; rank++) {
      best[rank] = entries[count - 1 - rank];
    }
    return best;
  }

  private void compareFound(long[] entries, double[] needed, long[] truth, double slack) {
    Set<Integer> found = new HashSet<>();
    for (long entry : entries) {
      found.add(GraphWalk.node(entry));
    }
    boolean more = false;
    for (int rank = 0; rank < needed.length; rank++) {
      boolean isFound = found.contains(GraphWalk.node(truth[rank]));
      if (needed[rank] <= slack) {
        assertThat(isFound).as("rank %s found with a slack of %s", rank, slack).isTrue();
      } else {
        missed += isFound ? 0 : 1;
        more |= isFound;
      }
    }
    foundMore += more ? 1 : 0;
  }

  /** How many a walk meets is seen by giving it up once it has met more. */
  private static boolean meetsMore(GraphWalk walk, int nodes) throws IOException {
    walk.meetingAtMost(nodes).run();
    return walk.isCutShort();
  }
}
