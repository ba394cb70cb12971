package dev.quiver.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Catches figures that are not what their names say. */
final class RankingQualityTest {
  @Test
  void aPerfectRankingHasOneOfEach() {
    var quality = RankingQuality.of(List.of("a", "b", "c"), Map.of("a", 2, "b", 1));
    assertThat(quality).isEqualTo(new RankingQuality(1, 1, 1, 1));
  }

  @Test
  void gainsAreDiscountedByTheLogarithmOfTheRank() {
    var quality = RankingQuality.of(List.of("x", "b", "y", "a"), Map.of("a", 2, "b", 1, "c", 1));
    double found = 1 / log2(3) + 2 / log2(5);
    double best = 2 / log2(2) + 1 / log2(3) + 1 / log2(4);
    assertThat(quality.ndcg10()).isCloseTo(found / best, within(1e-12));
    assertThat(quality.recall10()).isEqualTo(2.0 / 3);
    assertThat(quality.reciprocalRank()).isEqualTo(0.5);
  }

  @Test
  void depthsAreTenAndAHundred() {
    var found = java.util.stream.IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).toList();
    var quality = RankingQuality.of(found, Map.of("11", 1, "100", 1, "101", 1));
    assertThat(quality).isEqualTo(new RankingQuality(0, 0, 2.0 / 3, 1.0 / 11));
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
