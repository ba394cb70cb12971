package dev.quiver.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.benchmarks.simulation.Scenario.Shape;
import dev.quiver.benchmarks.simulation.Scenario.Traffic;
import dev.quiver.benchmarks.simulation.Scenario.Trouble;
import dev.quiver.core.route.RoutingPolicy;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A simulator that loses count, and a router that loses queries or feeds a slow node. */
class SimulationTest {
  private static final Scenario SLOW_NODE = scenario(3, 0.5, Trouble.slow(5));

  static Stream<RoutingPolicy> policies() {
    return Situations.policies(SLOW_NODE).values().stream();
  }

  @Test
  void aSeedReplaysARun() {
    Outcome once = Simulation.run(SLOW_NODE, RoutingPolicy.twoChoices(), 7);
    assertThat(Simulation.run(SLOW_NODE, RoutingPolicy.twoChoices(), 7)).isEqualTo(once);
    assertThat(Simulation.run(SLOW_NODE, RoutingPolicy.twoChoices(), 8)).isNotEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void everyQueryIsAnsweredOrLostEvenUnderTooMuchLoad(RoutingPolicy policy) {
    Outcome outcome = Simulation.run(scenario(2, 1.3, Trouble.death(20)), policy, 1);
    Outcome.Counts counts = outcome.counts();
    assertThat(counts.lost()).isPositive();
    assertThat(counts.answered() + counts.lost()).isEqualTo(counts.arrived());
  }

  @ParameterizedTest
  @MethodSource("policies")
  void noQueryIsLostWhenANodeDiesWhileAnotherReplicaLives(RoutingPolicy policy) {
    for (int replicas = 2; replicas <= 3; replicas++) {
      Outcome outcome = Simulation.run(scenario(replicas, 0.5, Trouble.death(20)), policy, 1);
      assertThat(outcome.counts().lost()).isZero();
      assertThat(outcome.counts().retried()).isPositive();
    }
    Outcome alone = Simulation.run(scenario(1, 0.5, Trouble.death(20)), policy, 1);
    assertThat(alone.counts().lost()).isPositive();
  }

  @Test
  void besideASlowNodeLeastLoadedAndTwoChoicesAreClearlyAhead() {
    double roundRobin = p99(RoutingPolicy.roundRobin());
    assertThat(p99(RoutingPolicy.leastLoaded())).isLessThan(roundRobin / 2);
    assertThat(p99(RoutingPolicy.twoChoices())).isLessThan(roundRobin / 2);
  }

  @Test
  void theDefaultBeatsTheScoreAloneAndTheCountsAlone() {
    double leastLoaded = p99(RoutingPolicy.leastLoaded());
    assertThat(leastLoaded).isLessThan(p99(RoutingPolicy.leastConnections()) / 2);
    assertThat(leastLoaded)
        .isLessThan(p99(new RoutingPolicy.LowestCost((node, ahead) -> (float) node.score())) / 2);
  }

  private static double p99(RoutingPolicy policy) {
    return LongStream.rangeClosed(1, 3)
        .mapToDouble(seed -> Simulation.run(SLOW_NODE, policy, seed).p99Millis())
        .average()
        .orElseThrow();
  }

  private static Scenario scenario(int replicas, double load, Trouble trouble) {
    return new Scenario("test", new Shape(6, 12, replicas), new Traffic(load, 4, 0), trouble);
  }
}
