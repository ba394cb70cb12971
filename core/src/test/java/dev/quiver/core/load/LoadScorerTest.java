package dev.quiver.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.quiver.core.cluster.Seeds;
import org.junit.jupiter.api.Test;

/** A wrong weight, a score outside 0..1, or a threshold that is off by one. */
class LoadScorerTest {
  @Test
  void eachPartCountsWithItsOwnWeight() {
    LoadScorer scorer = LoadScorer.DEFAULTS;
    assertThat(scorer.score(new Shares(1, 0, 0, 0))).isCloseTo(0.3, within(1e-12));
    assertThat(scorer.score(new Shares(0, 1, 0, 0))).isCloseTo(0.4, within(1e-12));
    assertThat(scorer.score(new Shares(0, 0, 1, 0))).isCloseTo(0.2, within(1e-12));
    assertThat(scorer.score(new Shares(0, 0, 0, 1))).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void onlyTheProportionsOfWeightsMatter() {
    var tenfold = new LoadScorer(new LoadWeights(3, 4, 2, 1), 0.9);
    var shares = new Shares(0.2, 0.9, 0.4, 0.7);
    assertThat(tenfold.score(shares)).isCloseTo(LoadScorer.DEFAULTS.score(shares), within(1e-12));
  }

  @Test
  void scoresStayBetweenIdleAndFull() {
    Seeds.each(
        200,
        random -> {
          var weights =
              new LoadWeights(
                  random.nextDouble(),
                  random.nextDouble(),
                  random.nextDouble(),
                  random.nextDouble() + 1e-9);
          var scorer = new LoadScorer(weights, 0.9);
          assertThat(scorer.score(new Shares(0, 0, 0, 0))).isZero();
          assertThat(scorer.score(new Shares(1, 1, 1, 1))).isCloseTo(1, within(1e-12));
          var some =
              new Shares(
                  random.nextDouble(),
                  random.nextDouble(),
                  random.nextDouble(),
                  random.nextDouble());
          assertThat(scorer.score(some)).isBetween(0.0, 1.0);
        });
  }

  @Test
  void theThresholdItselfIsOverloaded() {
    assertThat(LoadScorer.DEFAULTS.isOverloaded(0.9)).isTrue();
    assertThat(LoadScorer.DEFAULTS.isOverloaded(Math.nextDown(0.9))).isFalse();
  }

  @Test
  void refusesWhatCannotWeigh() {
    assertThatThrownBy(() -> LoadWeights.DEFAULTS.withQueue(-1))
        .hasMessage("weight of queue must be at least 0, but was -1.0");
    assertThatThrownBy(() -> LoadWeights.DEFAULTS.withCpu(Double.NaN))
        .hasMessage("weight of cpu must be at least 0, but was NaN");
    assertThatThrownBy(() -> new LoadWeights(0, 0, 0, 0))
        .hasMessage("weights must sum to a finite number above 0, but summed to 0.0");
    assertThatThrownBy(() -> LoadWeights.DEFAULTS.withMemory(Double.POSITIVE_INFINITY))
        .hasMessageStartingWith("weights must sum to a finite number");
    assertThatThrownBy(() -> new LoadScorer(LoadWeights.DEFAULTS.withNetwork(2), 1.5))
        .hasMessage("overloadAt must be above 0 and at most 1, but was 1.5");
  }
}
