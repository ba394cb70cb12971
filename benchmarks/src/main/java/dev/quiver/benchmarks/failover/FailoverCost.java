package dev.quiver.benchmarks.failover;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.benchmarks.aim.Aims;
import dev.quiver.benchmarks.cache.Vectors;
import dev.quiver.benchmarks.failover.Blocks.Cost;
import dev.quiver.benchmarks.failover.Blocks.Kind;
import dev.quiver.benchmarks.store.Background;
import dev.quiver.store.FailoverEmbeddingStore;
import dev.quiver.store.FailoverEmbeddingStoreBuilder;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.WritePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.ObjIntConsumer;

/**
 * The command that asks a healthy store by itself and behind failover, in one run. How far two
 * equal blocks of calls are apart is printed as well: less than that is not told from chance.
 */
public final class FailoverCost {
  private static final int QUERIES = 500;

  /** The same records are written again and again. */
  private static final int RECORDS_WRITTEN = 100;

  private static final long SEED = 1;

  /** What failover may cost a search, or a write to the first cluster: 5 % of it. */
  private static final double MOST = 1.05;

  /** Blocks of some milliseconds; in so many rounds, 1 % is told from chance. */
  private record Plan(String what, int rounds, int callsInBlock) {}

  private static final Plan SEARCHES = new Plan("search", 500, 100);
  private static final Plan WRITES = new Plan("write", 1_500, 50);
  private static final Plan WRITES_TO_BOTH = new Plan("write to both", 200, 50);

  private final Aims aims = new Aims();
  private final QuiverEmbeddingStore plain;

  private FailoverCost(QuiverEmbeddingStore plain) {
    this.plain = plain;
  }

  /** Argument: how many records (100,000). */
  public static void main(String[] args) throws IOException {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    var vectors = new Vectors(SEED);
    Path handoff = Files.createTempDirectory("quiver-failover-cost-");
    int exitCode;
    try (QuiverEmbeddingStore plain = QuiverEmbeddingStore.builder().build();
        QuiverEmbeddingStore other = QuiverEmbeddingStore.builder().build()) {
      vectors.fill(plain, records);
      plain.admin().compact();
      List<EmbeddingSearchRequest> queries = vectors.requests(QUERIES);
      Background.settle(records, number -> plain.search(queries.get(number % QUERIES)));
      ObjIntConsumer<EmbeddingStore<TextSegment>> search =
          (store, number) -> search(store, queries.get(number % QUERIES));
      ObjIntConsumer<EmbeddingStore<TextSegment>> write =
          (store, number) -> write(store, number % RECORDS_WRITTEN, queries);
      var cost = new FailoverCost(plain);
      try (FailoverEmbeddingStore failover = over(plain, other).build()) {
        cost.compare(SEARCHES, search, failover, cost::judged);
        cost.compare(WRITES, write, failover, cost::judged);
      }
      try (FailoverEmbeddingStore both =
          over(plain, other).writes(WritePolicy.ALL).handoffDirectory(handoff).build()) {
        cost.compare(WRITES_TO_BOTH, write, both, FailoverCost::text);
      }
      exitCode = cost.aims.exitCode();
    }
    FailoverDrill.delete(handoff);
    System.exit(exitCode);
  }

  private static FailoverEmbeddingStoreBuilder over(
      QuiverEmbeddingStore plain, QuiverEmbeddingStore other) {
    return FailoverEmbeddingStore.builder()
        .cluster("plain", plain)
        .cluster("other", other)
        .timeout(Duration.ofMinutes(1));
  }

  private static void search(EmbeddingStore<TextSegment> store, EmbeddingSearchRequest request) {
    if (store.search(request).matches().size() < request.maxResults()) {
      throw new IllegalStateException("the store with the records must answer, but another did");
    }
  }

  private static void write(
      EmbeddingStore<TextSegment> store, int number, List<EmbeddingSearchRequest> queries) {
    store.add("written-" + number, queries.get(number).queryEmbedding());
  }

  private String judged(double ratio) {
    return aims.atMost(ratio, MOST);
  }

  private static String text(double ratio) {
    return String.format(Locale.ROOT, "%.2f (no aim)", ratio);
  }

  private void compare(
      Plan plan,
      ObjIntConsumer<EmbeddingStore<TextSegment>> call,
      FailoverEmbeddingStore failover,
      DoubleFunction<String> verdict) {
    Blocks blocks =
        Blocks.of(
            plan.rounds,
            plan.callsInBlock,
            Map.of(
                Kind.BY_ITSELF, number -> call.accept(plain, number),
                Kind.ONCE_MORE, number -> call.accept(plain, number),
                Kind.BEHIND, number -> call.accept(failover, number)),
            SEED);
    Median ratio = blocks.ratio(Kind.BEHIND, Kind.BY_ITSELF);
    System.out.printf(
        Locale.ROOT,
        "%s by clock, medians of %d rounds: %.1f us, behind failover %.1f us; ratio %s, in 95 of"
            + " 100 cases %s; of equal blocks %s%n",
        plan.what,
        plan.rounds,
        blocks.median(Kind.BY_ITSELF, Cost::clock),
        blocks.median(Kind.BEHIND, Cost::clock),
        verdict.apply(ratio.value()),
        ratio,
        blocks.ratio(Kind.ONCE_MORE, Kind.BY_ITSELF));
    System.out.printf(
        Locale.ROOT,
        "%s by processor, means: %.1f us, behind failover %.1f us; the caller's thread alone %.1f"
            + " us, behind failover %.1f us%n",
        plan.what,
        blocks.mean(Kind.BY_ITSELF, Cost::processor),
        blocks.mean(Kind.BEHIND, Cost::processor),
        blocks.mean(Kind.BY_ITSELF, Cost::caller),
        blocks.mean(Kind.BEHIND, Cost::caller));
  }
}
