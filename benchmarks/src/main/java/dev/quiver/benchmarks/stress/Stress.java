package dev.quiver.benchmarks.stress;

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
    try (var bed = new Bed(new Records(RECORDS, SEED))) {
      var stress = new Stress(bed, quick ? QUICK_CALLS : CALLS);
      stress.slowReplica();
      stress.failingReplica();
      stress.lostShard();
      new ShortDeadlines(bed).run();
      stress.batch();
    }
  }

  static void say(String line) {
    System.out.println(line);
  }

  private void slowReplica() {
    bed.search(CALLERS, calls);
    var healthy = new double[ROUNDS];
    var slowed = new double[ROUNDS];
    double firstBefore = bed.asked("first");
    double hedgesBefore = bed.asked("hedge");
    double readsBefore = bed.reads("node-1");
    double readsWhileSlow = 0;
    for (int round = 0; round < ROUNDS; round++) {
      healthy[round] = bed.search(CALLERS, calls).millis(99);
      double reads = bed.reads("node-1");
      bed.faults().slow("node-1", SLOWNESS);
      Calls slow = bed.search(CALLERS, calls);
      slowed[round] = slow.millis(99);
      readsWhileSlow += bed.reads("node-1") - reads;
      requireNone(slow);
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
            "- ratio of the medians: %.2f (aim: at most 2)",
            median(slowed) / median(healthy)));
    double extra = (bed.asked("hedge") - hedgesBefore) / (bed.asked("first") - firstBefore);
    say(String.format(Locale.ROOT, "- extra requests: %.2f %% (aim: at most 5)", 100 * extra));
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
    say(
        String.format(
            Locale.ROOT,
            "- failed searches: %d of %d (aim: 0)",
            searches.failures().size(),
            calls));
    say(
        String.format(
            Locale.ROOT,
            "- requests sent again: %.0f; shard searches on node-1: %.0f of %.0f",
            bed.asked("again"),
            bed.reads("node-1"),
            reads()));
    bed.faults().clear();
  }

  private double reads() {
    return bed.reads("node-0") + bed.reads("node-1") + bed.reads("node-2");
  }

  private void lostShard() {
    bed.reopen(builder -> builder);
    bed.faults().lose(3);
    Calls refused = bed.search(1, 10);
    bed.reopen(builder -> builder.allowPartial(true));
    bed.faults().lose(3);
    Calls partial = bed.search(1, 10);
    double coverage = bed.store().explain(bed.query(0)).coverage();
    say("");
    say(String.format(Locale.ROOT, "## All replicas of one of %d shards gone", Bed.SHARDS));
    say("");
    say(
        String.format(
            Locale.ROOT,
            "- partial answers not allowed: %d of 10 fail, with %s",
            refused.failures().size(),
            refused.failures().stream()
                .findFirst()
                .map(RuntimeException::toString)
                .orElse("nothing")));
    say(
        String.format(
            Locale.ROOT,
            "- partial answers allowed: %d of 10 fail; coverage %.3f (aim: 0.875)",
            partial.failures().size(),
            coverage));
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

  private static void requireNone(Calls calls) {
    if (!calls.failures().isEmpty()) {
      throw calls.failures().getFirst();
    }
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
