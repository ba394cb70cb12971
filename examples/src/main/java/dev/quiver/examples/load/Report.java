package dev.quiver.examples.load;

import dev.quiver.store.NodeStatus;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The figures as tables, printed line by line as they are measured. */
final class Report {
  private static final String CALLS = "%-44s %11s %9s %9s %9s %9s %7s";
  private static final String NODES = "%-12s %12s %12s %10s %12s";
  private static final String REPLICAS = "%-12s %12s %12s %9s %9s";

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void say(String line) {
    out.println(line.stripTrailing());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  void head() {
    say("");
    say(
        String.format(
            Locale.ROOT, CALLS, "", "per second", "mean, ms", "p50", "p95", "p99", "cached"));
  }

  void figure(Figure figure) {
    Measured measured = figure.measured();
    say(
        String.format(
            Locale.ROOT,
            CALLS,
            figure.what(),
            number("%,.0f", figure.perSecond()),
            number("%.2f", measured.meanMillis()),
            number("%.2f", measured.millis(50)),
            number("%.2f", measured.millis(95)),
            number("%.2f", measured.millis(99)),
            Double.isNaN(figure.cacheShare()) ? "" : number("%.0f %%", 100 * figure.cacheShare())));
    if (measured.firstFailure() != null) {
      say("  " + measured.failures() + " calls failed, the first: " + measured.firstFailure());
    }
  }

  void nodes(List<NodeStatus> before, List<NodeStatus> after) {
    say("");
    say(
        String.format(
            Locale.ROOT, NODES, "node", "load before", "load after", "rows", "MB on disk"));
    for (int i = 0; i < after.size(); i++) {
      NodeStatus node = after.get(i);
      say(
          String.format(
              Locale.ROOT,
              NODES,
              node.node(),
              number("%.2f", before.get(i).load()),
              number("%.2f", node.load()),
              String.format(Locale.ROOT, "%,d", node.rows()),
              number("%.1f", node.bytes() / 1e6)));
    }
  }

  void headOfReplicas() {
    say("");
    say("One shard, as many nodes as replicas: every query alike, no cache. The nodes share this");
    say(
        "process's processors, so what more of them bring here is safety; speed, on more"
            + " machines.");
    say(String.format(Locale.ROOT, REPLICAS, "", "searches/s", "against one", "p50, ms", "p99"));
  }

  /**
   * @param one searches per second of one replica
   */
  void replicas(int count, Figure figure, double one) {
    say(
        String.format(
            Locale.ROOT,
            REPLICAS,
            Replicas.words(count),
            number("%,.0f", figure.perSecond()),
            number("%.2f", figure.perSecond() / one),
            number("%.2f", figure.measured().millis(50)),
            number("%.2f", figure.measured().millis(99))));
  }

  void notMeasurable(int replicas) {
    say(Replicas.words(replicas) + "        not measurable here: fewer processors than nodes");
  }
}
