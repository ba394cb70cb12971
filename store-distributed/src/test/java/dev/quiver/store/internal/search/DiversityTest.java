package dev.quiver.store.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.search.Diversity.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Catches picks that differ from those of the definition, written down as it reads. */
final class DiversityTest {
  private static final List<Similarity> SIMILARITIES = List.copyOf(EnumSet.allOf(Similarity.class));

  private static void noLook() {}

  @Test
  void picksAreThoseOfTheDefinition() {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      Similarity similarity = SIMILARITIES.get(random.nextInt(SIMILARITIES.size()));
      var diversity = new Diversity(random.nextInt(5) / 4.0, similarity);
      List<Candidate> candidates = candidates(random, 1 + random.nextInt(40));
      int limit = 1 + random.nextInt(45);
      assertThat(diversity.pick(candidates, limit, DiversityTest::noLook))
          .as("seed %s, round %s, %s of %s", seed, round, limit, diversity)
          .containsExactly(reference(diversity, candidates, limit));
    }
  }

  /** Few values, so that many are equal. */
  private static List<Candidate> candidates(SplittableRandom random, int count) {
    var all = new ArrayList<Candidate>();
    for (int i = 0; i < count; i++) {
      float[] vector = {1 + random.nextInt(2), random.nextInt(3), random.nextInt(3)};
      all.add(new Candidate(random.nextInt(6) / 5.0, vector));
    }
    all.sort(Comparator.comparingDouble(Candidate::score).reversed());
    return all;
  }

  private static int[] reference(Diversity diversity, List<Candidate> candidates, int limit) {
    var picked = new ArrayList<Integer>();
    while (picked.size() < Math.min(limit, candidates.size())) {
      IntStream.range(0, candidates.size())
          .filter(i -> !picked.contains(i))
          .boxed()
          .max(
              Comparator.<Integer>comparingDouble(i -> counts(diversity, candidates, i, picked))
                  .thenComparing(Comparator.reverseOrder()))
          .ifPresent(picked::add);
    }
    return picked.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double counts(
      Diversity diversity, List<Candidate> candidates, int candidate, List<Integer> picked) {
    double nearest =
        picked.stream()
            .mapToDouble(
                i ->
                    diversity
                        .similarity()
                        .score(candidates.get(i).vector(), candidates.get(candidate).vector()))
            .max()
            .orElse(0);
    double lambda = diversity.lambda();
    return lambda * candidates.get(candidate).score() - (1 - lambda) * nearest;
  }

  @Test
  void lambdaOfOneKeepsTheOrderOfScores() {
    var random = new SplittableRandom(7);
    List<Candidate> candidates = candidates(random, 30);
    assertThat(new Diversity(1, Similarity.COSINE).pick(candidates, 30, DiversityTest::noLook))
        .containsExactly(IntStream.range(0, 30).toArray());
  }

  @Test
  void looksBeforeEachPick() {
    var looks = new ArrayList<Integer>();
    List<Candidate> candidates = candidates(new SplittableRandom(7), 5);
    new Diversity(0.5, Similarity.COSINE).pick(candidates, 3, () -> looks.add(1));
    assertThat(looks).hasSize(3);
  }
}
