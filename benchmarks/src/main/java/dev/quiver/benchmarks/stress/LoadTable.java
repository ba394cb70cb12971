package dev.quiver.benchmarks.stress;

import dev.quiver.store.Faults;
import dev.quiver.store.NodeStatus;
import dev.quiver.store.QuiverEmbeddingStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The command that shows what replicas bring: searches per second with one, two and three nodes of
 * one thread each, all holding the one shard, under the same load.
 */
public final class LoadTable {
  private static final int MOST_REPLICAS = 3;
  private static final int RECORDS = 20_000;
  private static final long SEED = 20_260_101L;
  private static final int WARM_UP = 4_000;
  private static final int CALLS = 10_000;
  private static final int ROUNDS = 5;

  /** Two for each node, where there are three. */
  private static final int CALLERS = 6;

  private LoadTable() {}

  public static void main(String[] arguments) {
    int processors = Runtime.getRuntime().availableProcessors();
    Stress.say(
        String.format(
            Locale.ROOT, "%d records of dimension %d, seed %d", RECORDS, Records.DIMENSION, SEED));
    Stress.say(
        String.format(
            Locale.ROOT, "%d processors, one thread per node, %d callers%n", processors, CALLERS));
    Stress.say("| replicas | searches/s | against one | p99, ms | asked: load at the end |");
    Stress.say("|---:|---:|---:|---:|---|");
    double one = 0;
    for (int replicas = 1; replicas <= MOST_REPLICAS; replicas++) {
      if (replicas > processors) {
        Stress.say(String.format(Locale.ROOT, "| %d | not measurable here | | | |", replicas));
      } else {
        double rate = measure(replicas, one);
        one = replicas == 1 ? rate : one;
      }
    }
  }

  private static double measure(int replicas, double one) {
    var meters = new SimpleMeterRegistry();
    var records = new Records(RECORDS, SEED);
    try (QuiverEmbeddingStore store =
        new Faults()
            .open(
                QuiverEmbeddingStore.builder()
                    .nodes(replicas)
                    .shards(1)
                    .replicas(replicas)
                    .loadInterval(Duration.ofSeconds(1))
                    .meterRegistry(meters),
                1)) {
      records.into(store);
      var queries = records.queries();
      Calls.make(CALLERS, WARM_UP, i -> store.search(queries.get(i % queries.size())));
      var rates = new double[ROUNDS];
      var late = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        Calls calls =
            Calls.make(CALLERS, CALLS, i -> store.search(queries.get(i % queries.size())));
        rates[round] = calls.perSecond();
        late[round] = calls.millis(99);
      }
      double rate = Stress.median(rates);
      List<NodeStatus> nodes = store.admin().status().nodes();
      String asked =
          nodes.stream()
              .map(
                  node ->
                      String.format(
                          Locale.ROOT,
                          "%s %.0f: %.2f",
                          node.node(),
                          meters.get("quiver.reads").tag("node", node.node()).counter().count(),
                          node.load()))
              .collect(Collectors.joining(", "));
      Stress.say(
          String.format(
              Locale.ROOT,
              "| %d | %.0f | %.2f | %.2f | %s |",
              replicas,
              rate,
              replicas == 1 ? 1 : rate / one,
              Stress.median(late),
              asked));
      return rate;
    }
  }
}
