package dev.quiver.store.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Extra requests are never more than one in twenty, however the two kinds come. */
class HedgeBudgetTest {

  @Test
  void neverMoreThanATwentiethWhateverTheOrder() {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    var random = new SplittableRandom(seed);
    var budget = new HedgeBudget();
    int requests = 0;
    int extra = 0;
    for (int step = 0; step < 10_000; step++) {
      if (random.nextInt(4) > 0) {
        budget.earn();
        requests++;
      } else {
        int wanted = 1 + random.nextInt(3);
        extra += budget.spend(wanted) ? wanted : 0;
      }
      assertThat(extra).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(requests / 20);
    }
    assertThat(extra).as("seed %d", seed).isGreaterThan(requests / 40);
  }

  @Test
  void aQuietHourDoesNotPayForABurst() {
    var budget = new HedgeBudget();
    for (int i = 0; i < 100_000; i++) {
      budget.earn();
    }
    assertThat(budget.spend(HedgeBudget.MAX_SAVED + 1)).isFalse();
    assertThat(budget.spend(HedgeBudget.MAX_SAVED)).isTrue();
    assertThat(budget.spend(1)).isFalse();
  }
}
