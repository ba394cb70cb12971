package dev.quiver.benchmarks.stress;

import dev.quiver.benchmarks.aim.Aims;
import dev.quiver.store.error.DeadlineExceededException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Calls that cannot be done within their deadline: because no node answers, because there is too
 * much to compute, or because too many want to compute at once.
 */
final class ShortDeadlines {
  private static final Duration DEADLINE = Duration.ofMillis(50);
  private static final double MOST_MILLIS_BEYOND = 20;
  private static final int NEVER = 1_000_000;
  private static final int BATCH = 5_000;
  private static final int CROWD = 24;
  private static final int MANY_RESULTS = 5_000;

  private final Bed bed;
  private final Aims aims;

  ShortDeadlines(Bed bed, Aims aims) {
    this.bed = bed;
    this.aims = aims;
  }

  void run() {
    Stress.say("");
    Stress.say(String.format(Locale.ROOT, "## A deadline of %d ms", DEADLINE.toMillis()));
    Stress.say("");
    Stress.say(
        "| What takes longer | calls | missed it | p50 beyond it, ms | p99 | most |"
            + " a mere wait of as long, p99 |");
    Stress.say("|---|---:|---:|---:|---:|---:|---:|");
    bed.reopen(builder -> builder.searchTimeout(DEADLINE));
    bed.search(2, 2_000);
    for (int node = 0; node < Bed.NODES; node++) {
      bed.faults().slow("node-" + node, NEVER);
    }
    line("nodes that do not answer, 4 callers", () -> bed.search(4, 400));
    bed.faults().clear();
    line("searchAll of " + BATCH + ", 1 caller", this::batches);
    line(CROWD + " callers who want " + MANY_RESULTS + " results each", this::crowd);
  }

  private Calls crowd() {
    return Calls.make(
        CROWD,
        20 * CROWD,
        i -> bed.store().search(Records.query(bed.query(i).queryEmbedding(), MANY_RESULTS)));
  }

  private Calls batches() {
    var requests = bed.queries(BATCH);
    return Calls.make(1, 100, i -> bed.store().searchAll(requests));
  }

  private void line(String what, Supplier<Calls> load) {
    Calls calls;
    Pulse pulse = Pulse.start(DEADLINE);
    try (pulse) {
      calls = load.get();
    }
    long missed =
        calls.failures().stream().filter(why -> why instanceof DeadlineExceededException).count();
    Stress.say(
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %.1f | %s | %.1f | %.1f |",
            what,
            calls.nanos().length,
            missed,
            beyond(calls, 50),
            aims.atMost(beyond(calls, 99), MOST_MILLIS_BEYOND),
            beyond(calls, 100),
            pulse.lateMillis()));
  }

  private static double beyond(Calls calls, double percentile) {
    return Math.max(0, calls.millis(percentile) - DEADLINE.toMillis());
  }
}
