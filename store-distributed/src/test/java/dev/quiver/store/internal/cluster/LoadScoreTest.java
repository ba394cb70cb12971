package dev.quiver.store.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.Wanted;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.search.ReadTerms;
import dev.quiver.store.internal.shard.Freshness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of three nodes in one JVM, those that are made busy are known to be, and are spared. */
@Timeout(120)
class LoadScoreTest {
  private static final NodeId IDLE = new NodeId("node-0");
  private static final List<NodeId> BUSY = List.of(new NodeId("node-1"), new NodeId("node-2"));
  private static final ShardId SHARD = new ShardId(0);
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final int SEARCHES = 300;
  private static final int BATCH = 50;

  @TempDir private Path directory;
  private final AtomicBoolean enough = new AtomicBoolean();

  private CollectionHandle open() {
    var options = new ClusterOptions(3, false, null, null, Duration.ofMillis(100), false, null);
    var request =
        new CollectionRequest(
            "default", 64, null, 1, null, List.of(), null, 3, null, null, null, null);
    return CollectionHandle.open(
        ClusterLocation.below(directory),
        options,
        request,
        new Serving(RoutingPolicy.leastLoaded(), Meters.NONE));
  }

  private static float[] vector(int number) {
    var vector = new float[64];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) Math.sin((number + 1) * (i + 1));
    }
    return vector;
  }

  private static ShardQuery query(int number) {
    return new ShardQuery(vector(number), 10, 0, null, 0.95);
  }

  /** Keeps all workers of one node at work, past the router. */
  private void keepBusy(HostedCollection host) {
    var batch = batch(BATCH);
    var atLeast = new TreeMap<>(Map.of(SHARD, Position.NONE));
    while (!enough.get()) {
      CompletableFuture<? extends ShardAnswer<?>> answer =
          host.ask(new ShardAsk<>(atLeast, false, batch, Deadline.after(WAIT), false));
      answer.join().close();
    }
  }

  private static Reading.All<List<Found>> batch(int size) {
    var one = new Reading.All.Part<>(new Reading.Search(query(1), Wanted.RECORD), Set.of(SHARD));
    return new Reading.All<>(Collections.nCopies(size, one));
  }

  private static double load(CollectionHandle handle, NodeId node) {
    return handle.picture().nodes().stream()
        .filter(next -> next.node().equals(node))
        .findFirst()
        .orElseThrow()
        .load();
  }

  private static String unlessTheyStandOut(CollectionHandle handle) {
    List<Double> loads = BUSY.stream().map(node -> load(handle, node)).toList();
    double idle = load(handle, IDLE);
    return Collections.min(loads) > idle + 0.05
        ? ""
        : "loads of " + BUSY + " are " + loads + ", that of " + IDLE + " " + idle;
  }

  private void flood(CollectionHandle handle, List<Thread> flood) {
    for (NodeId node : BUSY) {
      HostedCollection host = Objects.requireNonNull(handle.hosts().get(node));
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        flood.add(Thread.ofPlatform().daemon().start(() -> keepBusy(host)));
      }
    }
  }

  private static NodeId whoAnswers(CollectionHandle handle, int query) {
    var terms = new ReadTerms(new Freshness.Eventual(), Deadline.after(WAIT), false);
    return handle.searches().search(query(query), terms).parts().getFirst().node();
  }

  @Test
  void busyNodesScoresRiseAndTheLeastLoadedIsAskedMost() throws Exception {
    try (CollectionHandle handle = open()) {
      var records = new ArrayList<StoredRecord>();
      for (int i = 0; i < 2_000; i++) {
        records.add(StoredRecord.bare(RecordKey.of("record-" + i), vector(i)));
      }
      handle.writer().put(records, WAIT);
      handle.flush(WAIT);
      var flood = new ArrayList<Thread>();
      try {
        flood(handle, flood);
        Await.noProblem(WAIT, () -> unlessTheyStandOut(handle));

        var answered = new HashMap<NodeId, Integer>();
        for (int i = 0; i < SEARCHES; i++) {
          answered.merge(whoAnswers(handle, i), 1, Integer::sum);
        }
        assertThat(answered.getOrDefault(IDLE, 0))
            .as("of %s", answered)
            .isEqualTo(Collections.max(answered.values()));
        assertThat(BUSY)
            .allSatisfy(
                node ->
                    assertThat(answered.getOrDefault(node, 0))
                        .as("of %s", answered)
                        .isLessThan(SEARCHES / 5));
      } finally {
        enough.set(true);
        for (Thread thread : flood) {
          thread.join(WAIT);
        }
      }
    }
  }

  @Test
  void aBatchPastItsDeadlineLeavesItsNodeIdle() {
    try (CollectionHandle handle = open()) {
      var records = new ArrayList<StoredRecord>();
      for (int i = 0; i < 2_000; i++) {
        records.add(StoredRecord.bare(RecordKey.of("record-" + i), vector(i)));
      }
      handle.writer().put(records, WAIT);
      HostedCollection host = Objects.requireNonNull(handle.hosts().get(BUSY.getFirst()));
      int size = 200_000; // minutes of work
      var batch = batch(size);
      var atLeast = new TreeMap<>(Map.of(SHARD, Position.NONE));
      CompletableFuture<ShardAnswer<List<List<Found>>>> answer =
          host.ask(
              new ShardAsk<>(atLeast, false, batch, Deadline.after(Duration.ofMillis(50)), false));
      assertThat(answer.handle((found, failure) -> failure).join())
          .isInstanceOfAny(DeadlineExceededException.class, CompletionException.class);
      Await.noProblem(
          Duration.ofSeconds(10),
          () -> host.atWork() == 0 ? "" : host.atWork() + " workers are still at work");
    }
  }
}
