package dev.quiver.benchmarks.simulation;

import dev.quiver.core.route.RoutingPolicy;

/**
 * How many queries per second a cluster can take under a policy: the most at which 99 of 100 are
 * answered within a limit and none is lost.
 */
final class Capacity {
  static final double P99_LIMIT_MILLIS = 100;
  private static final double HIGHEST_LOAD = 1.2;
  private static final double PRECISION = 0.01;

  private Capacity() {}

  static double queriesPerSecond(Scenario scenario, RoutingPolicy policy, long seed) {
    double taken = 0;
    double tooMuch = HIGHEST_LOAD;
    while (tooMuch - taken > PRECISION) {
      double load = (taken + tooMuch) / 2;
      if (isTaken(Simulation.run(scenario.atLoad(load), policy, seed))) {
        taken = load;
      } else {
        tooMuch = load;
      }
    }
    return Model.queriesPerSecond(scenario.atLoad(taken));
  }

  private static boolean isTaken(Outcome outcome) {
    return outcome.counts().lost() == 0 && outcome.p99Millis() <= P99_LIMIT_MILLIS;
  }
}
