package dev.quiver.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bits of one part that spill into the next, and negative costs that sort the wrong way. */
class RouteKeyTest {
  private record Parts(int tier, int lagDigits, float cost, int replica) {
    long key() {
      return RouteKey.withCost(RouteKey.of(tier, lagDigits, replica), cost);
    }
  }

  @Test
  void sortsLikeItsParts() {
    Seeds.each(
        300,
        random -> {
          List<Parts> parts =
              IntStream.range(0, random.nextInt(1, 20))
                  .mapToObj(
                      replica ->
                          new Parts(
                              random.nextInt(4),
                              random.nextInt(65),
                              (random.nextInt(7) - 3) * 1e8f,
                              RouteKey.MAX_REPLICAS - 1 - replica))
                  .toList();
          long[] keys = parts.stream().mapToLong(Parts::key).toArray();
          RouteKey.sort(keys, 0, keys.length);
          List<Integer> expected =
              parts.stream()
                  .sorted(
                      Comparator.comparingInt(Parts::tier)
                          .thenComparingInt(Parts::lagDigits)
                          .thenComparingDouble(Parts::cost))
                  .map(Parts::replica)
                  .toList();
          assertThat(Arrays.stream(keys).mapToObj(RouteKey::replica).toList()).isEqualTo(expected);
        });
  }

  @Test
  void aLaterCostReplacesAnEarlierOne() {
    long key = new Parts(3, 64, Float.NaN, 5).key();
    assertThat(RouteKey.withCost(key, 2)).isEqualTo(new Parts(3, 64, 2, 5).key());
  }

  @Test
  void notANumberSortsLast() {
    assertThat(new Parts(0, 0, Float.NaN, 0).key())
        .isGreaterThan(new Parts(0, 0, Float.POSITIVE_INFINITY, 0).key());
  }

  @Test
  void rotatesWithoutLosingAnyone() {
    long[] keys = {9, 0, 1, 2, 3, 9};
    RouteKey.rotate(keys, 1, 5, 3);
    assertThat(keys).containsExactly(9, 3, 0, 1, 2, 9);
  }
}
