package dev.quiver.benchmarks.simulation;

import dev.quiver.core.route.RoutingPolicy;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** The command that compares the routing policies and prints the result as tables. */
public final class Simulate {
  private static final int DEFAULT_SEEDS = 3;

  private final PrintStream out;
  private final int seeds;

  private Simulate(PrintStream out, int seeds) {
    this.out = out;
    this.seeds = seeds;
  }

  /** The one argument, if any, is the number of seeds; results are means over them. */
  public static void main(String[] args) {
    int seeds = args.length == 0 ? DEFAULT_SEEDS : Integer.parseInt(args[0]);
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds must be at least 1, but was " + seeds);
    }
    new Simulate(System.out, seeds).print();
  }

  private void print() {
    out.printf(Locale.ROOT, "Means over the seeds 1 to %d.%n%n", seeds);
    out.println("## Policies\n");
    head();
    for (Scenario scenario : Situations.all()) {
      rows(scenario, Situations.policies(scenario));
    }
    out.println("\n## Capacity\n");
    capacity();
    out.println("\n## The default and its rivals\n");
    head();
    for (Scenario scenario : Situations.ofRivals()) {
      rows(scenario, Rivals.all());
    }
    out.println("\n## How to read this\n");
    Notes.LINES.forEach(out::println);
  }

  private void head() {
    out.println("| situation | policy | answered/s | p50 ms | p99 ms | retried | lost | of |");
    out.println("|---|---|---:|---:|---:|---:|---:|---:|");
  }

  private void rows(Scenario scenario, Map<String, RoutingPolicy> policies) {
    policies.forEach(
        (name, policy) -> {
          List<Outcome> outcomes =
              LongStream.rangeClosed(1, seeds)
                  .mapToObj(seed -> Simulation.run(scenario, policy, seed))
                  .toList();
          out.printf(
              Locale.ROOT,
              "| %s | %s | %.0f | %.1f | %.1f | %.0f | %.0f | %.0f |%n",
              scenario.name(),
              name,
              mean(outcomes, Outcome::answeredPerSecond),
              mean(outcomes, Outcome::p50Millis),
              mean(outcomes, Outcome::p99Millis),
              mean(outcomes, outcome -> outcome.counts().retried()),
              mean(outcomes, outcome -> outcome.counts().lost()),
              mean(outcomes, outcome -> outcome.counts().arrived()));
        });
  }

  private void capacity() {
    List<Scenario> scenarios = Situations.ofCapacity();
    var head = new StringBuilder("| queries/s taken |");
    var rule = new StringBuilder("|---|");
    for (Scenario scenario : scenarios) {
      head.append(' ').append(scenario.name()).append(" |");
      rule.append("---:|");
    }
    out.println(head);
    out.println(rule);
    for (String name : Situations.policies(scenarios.getFirst()).keySet()) {
      var row = new StringBuilder("| ").append(name).append(" |");
      for (Scenario scenario : scenarios) {
        row.append(String.format(Locale.ROOT, " %.0f |", capacity(scenario, name)));
      }
      out.println(row);
    }
  }

  private double capacity(Scenario scenario, String name) {
    RoutingPolicy policy = Situations.policies(scenario).get(name);
    if (policy == null) {
      throw new IllegalStateException("policy must be compared, but was " + name);
    }
    return LongStream.rangeClosed(1, seeds)
        .mapToDouble(seed -> Capacity.queriesPerSecond(scenario, policy, seed))
        .average()
        .orElseThrow();
  }

  private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
    return outcomes.stream().mapToDouble(figure).average().orElseThrow();
  }
}
