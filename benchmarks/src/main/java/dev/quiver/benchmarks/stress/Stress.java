package dev.quiver.benchmarks.stress;

import dev.quiver.benchmarks.aim.Aims;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The command that puts a store under stress, case by case. */
public final class Stress {
  private static final String USAGE = "usage: stress [--quick]";
  private static final long SEED = 20_260_101L;
  private static final int RECORDS = 20_000;
  private static final int CALLS = 6_000;
  private static final int QUICK_CALLS = 1_000;
  private static final int ROUNDS = 3;
  private static final int CALLERS = 2;
  private static final int SLOWNESS = 50;

  private static final double MOST_TIMES_SLOWER = 2;
  private static final double MOST_EXTRA_PERCENT = 5;
  private static final int FEW = 10;

  private final Aims aims = new Aims();
  private final Bed bed;
  private final int calls;

  private Stress(Bed bed, int calls) {
    this.bed = bed;
    this.calls = calls;
  }

  public static void main(String[] arguments) throws IOException {
    boolean quick = List.of(arguments).equals(List.of("--quick"));
    if (arguments.length > 0 && !quick) {
      System.err.println("arguments must be none or --quick, but were " + List.of(arguments));
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    say("# A store under stress");
    say("");
    say(
        String.format(
            Locale.ROOT,
            "%d records of dimension %d, seed %d; %d nodes, %d shards, a replica of each on every"
                + " node; %d callers, %d processors, load average %.1f",
            RECORDS,
            Records.DIMENSION,
            SEED,
            Bed.NODES,
            Bed.SHARDS,
            CALLERS,
            Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    int exitCode;
    try (var bed = new Bed(new Records(RECORDS, SEED))) {
      var stress = new Stress(bed, quick ? QUICK_CALLS : CALLS);
      stress.slowReplica();
      stress.failingReplica();
      stress.lostShard();
      new ShortDeadlines(bed, stress.aims).run();
      stress.batch();
      exitCode = stress.aims.exitCode();
    }
    System.exit(exitCode);
  }

  static void say(String line) {
    System.out.println(line);
  }

  private void slowReplica() {
    bed.search(CALLERS, calls);
    var healthy = new double[ROUNDS];
    var slowed = new double[ROUNDS];
    double readsBefore = bed.reads("node-1");
    double readsWhileSlow = 0;
    double first = 0;
    double hedges = 0;
    int failed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      healthy[round] = bed.search(CALLERS, calls).millis(99);
      readsWhileSlow -= bed.reads("node-1");
      first -= bed.asked("first");
      hedges -= bed.asked("hedge");
      bed.faults().slow("node-1", SLOWNESS);
      Calls slow = bed.search(CALLERS, calls);
      slowed[round] = slow.millis(99);
      readsWhileSlow += bed.reads("node-1");
      first += bed.asked("first");
      hedges += bed.asked("hedge");
      failed += slow.failures().size();
      bed.faults().clear();
    }
    say("");
    say(
        String.format(
            Locale.ROOT,
            "## One replica of each shard %d times slower (all those of node-1)",
            SLOWNESS));
    say("");
    say(
        String.format(
            Locale.ROOT, "- p99, healthy: %s ms, slowed: %s ms", text(healthy), text(slowed)));
    say(
        String.format(
            Locale.ROOT,
            "- ratio of the medians: %s",
            aims.atMost(median(slowed) / median(healthy), MOST_TIMES_SLOWER)));
    say(
        "- extra requests while it was slow, %: "
            + aims.atMost(100 * hedges / first, MOST_EXTRA_PERCENT));
    sayFailed(failed, ROUNDS * calls);
    say(
        String.format(
            Locale.ROOT,
            "- shard searches on node-1: %.0f, of them %.0f of %d while it was slow",
            bed.reads("node-1") - readsBefore,
            readsWhileSlow,
            ROUNDS * calls * Bed.SHARDS));
  }

  private void failingReplica() {
    bed.reopen(builder -> builder);
    bed.faults().failEverySecond("node-1");
    Calls searches = bed.search(CALLERS, calls);
    say("");
    say("## One replica of each shard fails every second call (all those of node-1)");
    say("");
    sayFailed(searches.failures().size(), calls);
    say(
        String.format(
            Locale.ROOT,
            "- requests sent again: %.0f; shard searches on node-1: %.0f of %.0f",
            bed.asked("again"),
            bed.reads("node-1"),
            reads()));
    bed.faults().clear();
  }

  private void sayFailed(int failed, int searches) {
    say(
        String.format(
            Locale.ROOT,
            "- failed searches: %d of %d (%s 0)",
            failed,
            searches,
            aims.met(failed == 0)));
  }

  private double reads() {
    return bed.reads("node-0") + bed.reads("node-1") + bed.reads("node-2");
  }

  private void lostShard() {
    bed.reopen(builder -> builder);
    bed.faults().lose(3);
    Calls refused = bed.search(1, FEW);
    bed.reopen(builder -> builder.allowPartial(true));
    bed.faults().lose(3);
    Calls partial = bed.search(1, FEW);
    double rest = 1 - 1.0 / Bed.SHARDS;
    double coverage = bed.store().explain(bed.query(0)).coverage();
    say("");
    say(String.format(Locale.ROOT, "## All replicas of one of %d shards gone", Bed.SHARDS));
    say("");
    say(
        String.format(
            Locale.ROOT,
            "- partial answers not allowed: %d of %d fail (%s all), with %s",
            refused.failures().size(),
            FEW,
            aims.met(refused.failures().size() == FEW),
            refused.failures().stream()
                .findFirst()
                .map(RuntimeException::toString)
                .orElse("nothing")));
    say(
        String.format(
            Locale.ROOT,
            "- partial answers allowed: coverage %.3f (%s %.3f)",
            coverage,
            aims.met(coverage == rest),
            rest));
    sayFailed(partial.failures().size(), FEW);
  }

  private void batch() {
    bed.reopen(builder -> builder);
    bed.search(CALLERS, calls);
    int size = 100;
    var together = new double[2 * ROUNDS + 1];
    var alone = new double[2 * ROUNDS + 1];
    for (int round = 0; round < together.length; round++) {
      together[round] = Calls.make(1, 5, i -> bed.store().searchAll(bed.queries(size))).millis(50);
      alone[round] = Calls.make(1, 5, i -> oneByOne(size)).millis(50);
    }
    say("");
    say(
        String.format(
            Locale.ROOT, "## searchAll of %d beside %d searches, one caller", size, size));
    say("");
    say(
        String.format(
            Locale.ROOT,
            "- together: %.1f ms, one by one: %.1f ms",
            median(together),
            median(alone)));
    say(
        String.format(
            Locale.ROOT,
            "- searches per second, together against one by one: %.2f",
            median(alone) / median(together)));
  }

  private void oneByOne(int size) {
    bed.queries(size).forEach(bed.store()::search);
  }

  private static String text(double[] values) {
    return String.join(
        " ", Arrays.stream(values).mapToObj(v -> String.format(Locale.ROOT, "%.2f", v)).toList());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
