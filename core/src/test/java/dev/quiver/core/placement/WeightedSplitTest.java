package dev.quiver.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeightedSplitTest {
  private static final double EXACT = 1e-9;

  @Test
  void sharesAddUpAndOnlyLimitsBreakTheProportion() {
    Seeds.each(2_000, WeightedSplitTest::checkRandomSplit);
  }

  private static void checkRandomSplit(RandomGenerator random) {
    int parts = 1 + random.nextInt(8);
    long[] weights = random.longs(parts, 1, 10).toArray();
    long[] least = random.longs(parts, 0, 30).toArray();
    long[] most = Arrays.stream(least).map(l -> l + random.nextLong(50)).toArray();
    long low = LongStream.of(least).sum();
    long total = low + random.nextLong(LongStream.of(most).sum() - low + 1);

    Ratio[] ratios = WeightedSplit.of(Ratio.of(total), weights, least, most);

    double[] shares = values(ratios);
    assertThat(Arrays.stream(shares).sum())
        .isCloseTo((double) total, Offset.offset(EXACT * (total + 1)));
    double level =
        IntStream.range(0, parts)
            .filter(i -> shares[i] > least[i] + EXACT && shares[i] < most[i] - EXACT)
            .mapToDouble(i -> shares[i] / weights[i])
            .findFirst()
            .orElse(Double.NaN);
    for (int i = 0; i < parts; i++) {
      assertThat(shares[i]).isBetween((double) least[i] - EXACT, (double) most[i] + EXACT);
      if (!Double.isNaN(level)) {
        double unlimited = level * weights[i];
        double expected = Math.clamp(unlimited, (double) least[i], (double) most[i]);
        assertThat(shares[i]).isCloseTo(expected, Offset.offset(1e-6));
      }
    }
  }

  private static double[] values(Ratio[] ratios) {
    return Arrays.stream(ratios).mapToDouble(Ratio::value).toArray();
  }

  @Test
  void aWholeShareIsNotRoundedUp() {
    long[] weights = {3, 3, 3};
    Ratio[] shares =
        WeightedSplit.of(
            Ratio.of(300_000), weights, new long[3], new long[] {1L << 40, 1L << 40, 1L << 40});

    assertThat(shares)
        .allSatisfy(share -> assertThat(share.ceil()).isEqualTo(share.floor()).isEqualTo(100_000));
  }
}
