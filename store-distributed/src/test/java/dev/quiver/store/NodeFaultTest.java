package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.cluster.ClusterInspection;
import dev.quiver.store.internal.cluster.ClusterLocation;
import dev.quiver.store.internal.cluster.ClusterOptions;
import dev.quiver.store.internal.cluster.ClusterOptions.Retention;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.cluster.CollectionRequest;
import dev.quiver.store.internal.cluster.Serving;
import dev.quiver.store.internal.meter.CallMeters;
import dev.quiver.store.internal.meter.Meters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that is lost takes no read, no acknowledged write and no other node with it. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodeFaultTest {
  private static final int CYCLES = Integer.getInteger("quiver.cycles", 4);

  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);
  private static final int BULK = 100;
  private static final Duration SHORT = Duration.ofMillis(1_500);

  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  @TempDir private Path directory;
  private final WriteLedger ledger = new WriteLedger();
  private long seed;

  @BeforeEach
  void pickSeed() {
    seed = Seed.next();
  }

  private QuiverEmbeddingStore open(Duration writeTimeout) {
    inspection.watch(directory);
    QuiverEmbeddingStore store =
        inspection.closeAfter(
            QuiverEmbeddingStore.builder()
                .directory(directory)
                .nodes(3)
                .shards(4)
                .replicas(3)
                .dimension(WriteLedger.DIMENSION)
                .loadInterval(Duration.ofMillis(200))
                .writeTimeout(writeTimeout)
                .searchTimeout(Duration.ofSeconds(10))
                .build());
    inspection.atTheEnd(() -> ledger.check(store));
    return store;
  }

  @ParameterizedTest
  @ValueSource(strings = {"node-0", "node-1", "node-2"})
  void anyOneNodeMayStopInTheMiddleOfMixedLoad(String node) throws InterruptedException {
    QuiverEmbeddingStore store = open(WRITE_TIMEOUT);
    MixedLoad load = new MixedLoad(store, ledger, seed).start(3, 3);
    Await.passes(Duration.ofSeconds(1));
    Duration before = load.slowestWrite();
    load.slowestRead();

    store.admin().stopNode(node);
    Await.passes(Duration.ofSeconds(4));
    Duration election = load.slowestWrite();
    Duration read = load.slowestRead();
    long started = System.nanoTime();
    store.admin().startNode(node);
    ClusterInspection.replicasAgree();
    long caughtUp = (System.nanoTime() - started) / 1_000_000;
    Await.passes(Duration.ofSeconds(1));
    load.stop();

    say(
        String.format(
            Locale.ROOT,
            "%s stopped: slowest write %d ms before, %d ms through the election; slowest read %d"
                + " ms; back and level after %d ms; %d writes, %d reads",
            node,
            before.toMillis(),
            election.toMillis(),
            read.toMillis(),
            caughtUp,
            load.writes(),
            load.reads()));
    assertThat(load.failedReads()).isEmpty();
    assertThat(load.failedWrites()).isEmpty();
    assertThat(load.writes()).isPositive();
    assertThat(load.reads()).isPositive();
  }

  @Test
  void nodesMayStopAndStartOverAndOver() throws InterruptedException {
    QuiverEmbeddingStore store = open(WRITE_TIMEOUT);
    MixedLoad load = new MixedLoad(store, ledger, seed).start(2, 2);
    var random = new SplittableRandom(seed);
    long slowest = 0;
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      String node = "node-" + random.nextInt(3);
      store.admin().stopNode(node);
      Await.passes(Duration.ofMillis(random.nextInt(1_200)));
      store.admin().startNode(node);
      ClusterInspection.replicasAgree();
      slowest = Math.max(slowest, load.slowestWrite().toMillis());
    }
    load.stop();

    say(
        String.format(
            Locale.ROOT,
            "%d cycles: slowest write %d ms, slowest read %d ms, %d writes, %d reads",
            CYCLES,
            slowest,
            load.slowestRead().toMillis(),
            load.writes(),
            load.reads()));
    assertThat(load.failedReads()).isEmpty();
    assertThat(load.failedWrites()).isEmpty();
  }

  @Test
  void theLastOfThreeServesWhatItHasAndWritesResumeWhenOneReturns() {
    QuiverEmbeddingStore store = open(SHORT);
    write(store, "a", 40);
    ClusterInspection.replicasAgree();
    SessionToken session = store.session();

    store.admin().stopNode("node-0");
    store.admin().stopNode("node-2");

    for (Consistency level : levels()) {
      assertThat(seen(store, level, session)).as("%s", level).isEqualTo(40);
    }
    assertThatThrownBy(() -> write(store, "b", 1)).isInstanceOf(WriteFailedException.class);
    assertThatThrownBy(() -> store.removeAll(List.of("a-0")))
        .isInstanceOfSatisfying(
            WriteFailedException.class, failed -> assertThat(failed.stored()).isEmpty());
    ledger.begin("a-0", true);

    long started = System.nanoTime();
    store.admin().startNode("node-2");
    long up = (System.nanoTime() - started) / 1_000_000;
    Await.noProblem(Duration.ofSeconds(20), () -> tryWrite(store, "c"));
    long recovered = (System.nanoTime() - started) / 1_000_000;
    say(
        String.format(
            Locale.ROOT,
            "a node returned after %d ms, writes went on %d ms after the call",
            up,
            recovered));
    assertThat(recovered).isLessThan(5_000);
    store.admin().startNode("node-0");
  }

  @Test
  void aSurvivorThatIsBehindRefusesWhatItCannotKnow() {
    QuiverEmbeddingStore store = open(WRITE_TIMEOUT);
    write(store, "a", 20);
    ClusterInspection.replicasAgree();
    store.admin().stopNode("node-1");
    write(store, "b", 20);
    SessionToken session = store.session();
    store.admin().stopNode("node-0");
    store.admin().stopNode("node-2");
    store.admin().startNode("node-1");

    for (Consistency strict : List.of(Consistency.strong(), Consistency.session())) {
      long started = System.nanoTime();
      assertThatThrownBy(() -> seen(store, strict, session))
          .as("%s", strict)
          .isInstanceOf(ReplicaBehindException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isLessThan(SHORT.plus(Duration.ofSeconds(2)));
    }
    assertThat(seen(store, Consistency.eventual(), session)).isEqualTo(20);
    assertThat(seen(store, Consistency.bounded(Duration.ofHours(1)), session)).isEqualTo(20);
    assertThatThrownBy(() -> seen(store, Consistency.bounded(Duration.ofMillis(1)), session))
        .isInstanceOf(ReplicaBehindException.class);

    store.admin().startNode("node-0");
    assertThat(seen(store, Consistency.strong(), session)).isEqualTo(40);
    store.admin().startNode("node-2");
  }

  @Test
  void aNodeThatIsFarBehindIsSentASnapshot() {
    QuiverEmbeddingStore store = openWithShortLogs();
    write(store, "before", 10);
    ClusterInspection.replicasAgree();
    store.admin().stopNode("node-2");
    int batches = 40;
    for (int batch = 0; batch < batches; batch++) {
      bulk(store, batch);
    }
    var exchanges = LogLines.of("dev.quiver.store.internal.cluster.ObservedState");
    long started = System.nanoTime();
    store.admin().startNode("node-2");
    ClusterInspection.replicasAgree();
    say(
        String.format(
            Locale.ROOT,
            "level again %d ms after the start, by %s",
            (System.nanoTime() - started) / 1_000_000,
            exchanges.stop()));

    assertThat(exchanges.stop())
        .anySatisfy(line -> assertThat(line).contains("node-2", "opened anew"));
    assertThat(store.count()).isEqualTo(10 + (long) batches * BULK);
    store.admin().stopNode("node-0");
    store.admin().stopNode("node-1");
    assertThat(store.count()).isEqualTo(10 + (long) batches * BULK);
  }

  private QuiverEmbeddingStore openWithShortLogs() {
    var options =
        new ClusterOptions(
            3, false, null, null, Duration.ofSeconds(1), false, new Retention(10, 5));
    var request =
        new CollectionRequest(
            "default",
            WriteLedger.DIMENSION,
            null,
            1,
            null,
            List.of(),
            null,
            3,
            null,
            null,
            null,
            null);
    var settings =
        new StoreSettings(
            Consistency.strong(),
            SearchMode.VECTOR,
            WRITE_TIMEOUT,
            WRITE_TIMEOUT,
            false,
            null,
            10_000,
            false);
    return inspection.closeAfter(
        new QuiverEmbeddingStore(
            CollectionHandle.open(
                ClusterLocation.below(inspection.watch(directory)),
                options,
                request,
                new Serving(RoutingPolicy.leastLoaded(), Meters.NONE)),
            settings,
            CallMeters.NONE,
            null,
            "nowhere"));
  }

  /** Half a megabyte: a log is trimmed by segments of several. */
  private static void bulk(QuiverEmbeddingStore store, int batch) {
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int next = 0; next < BULK; next++) {
      String id = "bulk-" + batch + "-" + next;
      ids.add(id);
      embeddings.add(WriteLedger.embedding(id, 1));
      segments.add(TextSegment.from(id + "x".repeat(5_000)));
    }
    store.addAll(ids, embeddings, segments);
  }

  private static List<Consistency> levels() {
    return List.of(
        Consistency.strong(),
        Consistency.session(),
        Consistency.bounded(Duration.ofMillis(1)),
        Consistency.eventual());
  }

  private void write(QuiverEmbeddingStore store, String prefix, int records) {
    for (int next = 0; next < records; next++) {
      String id = prefix + "-" + next;
      int version = ledger.begin(id, false);
      store.addAll(
          List.of(id),
          List.of(WriteLedger.embedding(id, version)),
          List.of(WriteLedger.segment(id, version, 0)));
      ledger.acknowledged(id);
    }
  }

  private String tryWrite(QuiverEmbeddingStore store, String prefix) {
    try {
      write(store, prefix, 8);
      return "";
    } catch (WriteFailedException failed) {
      return failed.toString();
    }
  }

  private static int seen(QuiverEmbeddingStore store, Consistency level, SessionToken session) {
    var options =
        SearchOptions.defaults().withConsistency(level).withTimeout(SHORT).withSession(session);
    return store
        .search(
            EmbeddingSearchRequest.builder()
                .queryEmbedding(WriteLedger.embedding("a-0", 1))
                .maxResults(1_000)
                .build(),
            options)
        .matches()
        .size();
  }

  private static void say(String figures) {
    System.out.println(figures);
  }
}
