package dev.quiver.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The recall that is told is the share of the true neighbours that was found. */
class TruthTest {
  private static final Crew CREW = new Crew();
  private static Dataset data;
  private static Truth truth;

  @BeforeAll
  static void generate() throws IOException {
    data = Dataset.of(Settings.parse("generated", "--records", "1000", "--queries", "40"));
    truth = Truth.of(data, record -> true, CREW);
  }

  @AfterAll
  static void dismiss() {
    CREW.close();
  }

  @Test
  void whoFindsAllHasOne() {
    assertThat(truth.recall(answering(0, Settings.K), 40)).isEqualTo(1.0);
  }

  @Test
  void whoMissesTheNearestLacksOne() {
    assertThat(truth.recall(answering(1, Settings.K + 1), 40)).isEqualTo(0.9, within(1e-9));
  }

  @Test
  void whoFindsTheFarthestHasNone() {
    assertThat(truth.recall(answering(500, 500 + Settings.K), 40)).isZero();
  }

  @Test
  void aRecordFoundTwiceCountsOnce() {
    Searched twice =
        query -> {
          List<Integer> found = nearest(query).subList(0, 1);
          return new Searched.Answer(Settings.K, () -> List.of(found.get(0), found.get(0)));
        };

    assertThat(truth.recall(twice, 40)).isEqualTo(0.1, within(1e-9));
  }

  @Test
  void whatTheFilterRulesOutCountsAsFound() {
    Truth even = Truth.of(data, record -> record % 2 == 0, CREW);
    Searched nearestOfAll = answering(0, Settings.K);
    Searched nearestEven =
        query ->
            new Searched.Answer(
                Settings.K,
                () ->
                    nearest(query).stream()
                        .filter(record -> record % 2 == 0)
                        .limit(Settings.K)
                        .toList());

    assertThat(even.recall(nearestEven, 40)).isEqualTo(1.0);
    assertThat(even.recall(nearestOfAll, 40)).isLessThan(0.9);
  }

  private static Searched answering(int from, int to) {
    return query -> new Searched.Answer(Settings.K, () -> nearest(query).subList(from, to));
  }

  private static List<Integer> nearest(float[] query) {
    return IntStream.range(0, data.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer record) -> -product(query, record)))
        .toList();
  }

  private static double product(float[] query, int record) {
    double sum = 0;
    for (int i = 0; i < query.length; i++) {
      sum += (double) query[i] * data.vector(record)[i];
    }
    return sum;
  }
}
