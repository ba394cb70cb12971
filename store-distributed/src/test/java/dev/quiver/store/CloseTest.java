package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.error.DirectoryInUseException;
import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.cluster.ClusterInspection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing ends every call, keeps every acknowledged write, and leaves nothing open. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CloseTest {
  private static final int CYCLES = Integer.getInteger("quiver.cycles", 4);

  private static final Duration SECONDS = Duration.ofSeconds(8);

  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  @TempDir private Path directory;
  private final WriteLedger ledger = new WriteLedger();

  private QuiverEmbeddingStore open(int nodes) {
    return open(nodes, "default");
  }

  private QuiverEmbeddingStore open(int nodes, String collection) {
    return inspection.closeAfter(
        QuiverEmbeddingStore.builder()
            .directory(inspection.watch(directory))
            .collection(collection)
            .nodes(nodes)
            .replicas(nodes)
            .dimension(WriteLedger.DIMENSION)
            .build());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void closingEndsTheCallsUnderWay(int nodes) throws Exception {
    QuiverEmbeddingStore store = open(nodes);
    Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
    var started = new CountDownLatch(6);
    var threads = new ArrayList<Thread>();
    for (int caller = 0; caller < 6; caller++) {
      int number = caller;
      var calls = new AtomicInteger();
      Callable<?> call = () -> number % 2 == 0 ? write(store, number, calls) : search(store);
      threads.add(Thread.ofPlatform().start(() -> ends.add(endOf(call, started))));
    }
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

    long began = System.nanoTime();
    store.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SECONDS);

    for (Thread thread : threads) {
      assertThat(thread.join(SECONDS)).as("%s", List.of(thread.getStackTrace())).isTrue();
    }
    assertThat(ends)
        .hasSize(6)
        .allSatisfy(end -> assertThat(end).isInstanceOf(IllegalStateException.class));
    inspection.nothingIsLeft();
    ledger.check(open(nodes));
  }

  private static Throwable endOf(Callable<?> call, CountDownLatch started) {
    try {
      call.call();
      started.countDown();
      while (true) {
        call.call();
      }
    } catch (Throwable end) {
      return end;
    }
  }

  private Object write(QuiverEmbeddingStore store, int writer, AtomicInteger calls) {
    String id = "w" + writer + "-" + calls.getAndIncrement();
    int version = ledger.begin(id, false);
    store.addAll(
        List.of(id),
        List.of(WriteLedger.embedding(id, version)),
        List.of(WriteLedger.segment(id, version, 0)));
    ledger.acknowledged(id);
    return id;
  }

  private static Object search(QuiverEmbeddingStore store) {
    return store.search(
        EmbeddingSearchRequest.builder()
            .queryEmbedding(WriteLedger.embedding("any", 1))
            .maxResults(5)
            .build());
  }

  @Test
  void aClosedStoreRefusesEveryCallAndMayBeClosedAgain() {
    QuiverEmbeddingStore store = open(1);
    write(store, 0, new AtomicInteger());
    Stream<?> scan = store.scan(null);
    store.close();
    store.close();

    List<Callable<?>> calls =
        List.of(
            () -> write(store, 1, new AtomicInteger()),
            () -> search(store),
            () -> store.getAll(List.of("x")),
            Executors.callable(() -> store.removeAll(List.of("x"))),
            Executors.callable(() -> store.removeAll()),
            store::count,
            Executors.callable(() -> store.flush()),
            store::session,
            () -> store.scan(null).toList(),
            scan::toList,
            () -> store.admin().status(),
            Executors.callable(() -> store.admin().stopNode("node-0")),
            Executors.callable(() -> store.admin().compact()));
    assertThat(calls)
        .allSatisfy(
            call -> assertThatThrownBy(call::call).isInstanceOf(IllegalStateException.class));
    assertThat(
            store.searchAsync(
                EmbeddingSearchRequest.builder()
                    .queryEmbedding(WriteLedger.embedding("any", 1))
                    .build()))
        .failsWithin(SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void openingAndClosingOverAndOverLeavesNothing() {
    long slowest = 0;
    for (int round = 0; round < CYCLES; round++) {
      QuiverEmbeddingStore store = open(3);
      write(store, round, new AtomicInteger());
      long began = System.nanoTime();
      store.close();
      slowest = Math.max(slowest, System.nanoTime() - began);
      inspection.nothingIsLeft();
    }
    System.out.println("slowest close of " + CYCLES + ": " + slowest / 1_000_000 + " ms");
    assertThat(Duration.ofNanos(slowest)).isLessThan(SECONDS);
    ledger.check(open(3));
  }

  @Test
  void ofTwoStoresAtOnceOnOneDirectoryOneIsRefused() throws Exception {
    for (int round = 0; round < 5; round++) {
      var go = new CountDownLatch(1);
      var tasks = new ArrayList<FutureTask<QuiverEmbeddingStore>>();
      for (int opener = 0; opener < 2; opener++) {
        var task =
            new FutureTask<>(
                () -> {
                  assertThat(go.await(5, TimeUnit.SECONDS)).isTrue();
                  return open(1);
                });
        tasks.add(task);
        Thread.ofPlatform().start(task);
      }
      go.countDown();
      int refused = 0;
      for (FutureTask<QuiverEmbeddingStore> task : tasks) {
        try {
          task.get(30, TimeUnit.SECONDS).count();
        } catch (ExecutionException failed) {
          assertThat(failed.getCause()).isInstanceOf(DirectoryInUseException.class);
          refused++;
        }
      }
      assertThat(refused).isEqualTo(1);
      for (FutureTask<QuiverEmbeddingStore> task : tasks) {
        if (task.state() == Future.State.SUCCESS) {
          task.get().close();
        }
      }
    }
  }

  @Test
  void collectionsOfOneDirectoryComeAndGoByThemselves() {
    QuiverEmbeddingStore first = open(3, "first");
    for (int round = 0; round < 3; round++) {
      try (QuiverEmbeddingStore second = open(3, "second")) {
        write(second, round, new AtomicInteger());
        ledger.check(second);
      }
      assertThat(first.count()).isZero();
    }
    assertThat(first.admin().status().nodes()).hasSize(3);
  }

  @Test
  void aTemporaryDirectoryIsDeletedAtClose() {
    QuiverEmbeddingStore store =
        inspection.closeAfter(QuiverEmbeddingStore.builder().dimension(8).nodes(3).build());
    Path temporary = ClusterInspection.directory();
    write(store, 0, new AtomicInteger());
    assertThat(temporary).isDirectory();
    store.close();
    assertThat(temporary).doesNotExist();
  }

  @Test
  void aTemporaryDirectoryIsDeletedWhenOpeningFails() throws Exception {
    Path root = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = temporaries(root);
    assertThatThrownBy(() -> QuiverEmbeddingStore.builder().nodes(2).replicas(3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("replicas must be between 1 and nodes (2), but was 3");
    assertThat(temporaries(root)).isEqualTo(before);
  }

  private static List<Path> temporaries(Path root) throws Exception {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(path -> path.getFileName().toString().startsWith("quiver-"))
          .sorted()
          .toList();
    }
  }

  @Test
  void anInterruptedCallerStaysInterruptedAndKnowsWhatItKnows() {
    QuiverEmbeddingStore store = open(3);
    write(store, 0, new AtomicInteger());

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> write(store, 1, new AtomicInteger()))
        .isInstanceOfSatisfying(
            WriteFailedException.class,
            failed -> assertThat(failed.notStored()).containsExactly("w1-0"));
    assertThat(Thread.interrupted()).isTrue();
    ledger.rejected("w1-0");

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> search(store)).isInstanceOf(CallInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();

    ledger.check(store);
  }

  @Test
  void aCallerInterruptedWhileItWaitsIsToldThatItCannotKnow() throws Exception {
    QuiverEmbeddingStore store = open(3);
    write(store, 0, new AtomicInteger());
    store.admin().stopNode("node-0");
    store.admin().stopNode("node-1");
    var ends = new ConcurrentLinkedQueue<Throwable>();
    var flags = new ConcurrentLinkedQueue<Boolean>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  ends.add(
                      endOf(() -> write(store, 1, new AtomicInteger()), new CountDownLatch(1)));
                  flags.add(Thread.currentThread().isInterrupted());
                });
    Await.noProblem(
        SECONDS, () -> caller.getState() == Thread.State.WAITING ? "" : "" + caller.getState());
    long began = System.nanoTime();
    caller.interrupt();
    assertThat(caller.join(SECONDS)).isTrue();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    assertThat(flags).containsExactly(true);
    assertThat(ends)
        .singleElement()
        .isInstanceOfSatisfying(
            WriteFailedException.class,
            failed -> {
              assertThat(failed.stored()).isEmpty();
              assertThat(failed.unknown()).containsExactly("w1-0");
            });
    store.admin().startNode("node-0");
    store.admin().startNode("node-1");
    ClusterInspection.replicasAgree();
    ledger.check(store);
  }

  @Test
  void closingWhileInterruptedClosesAllTheSame() {
    QuiverEmbeddingStore store = open(3);
    write(store, 0, new AtomicInteger());
    Thread.currentThread().interrupt();
    store.close();
    assertThat(Thread.interrupted()).isTrue();
    inspection.nothingIsLeft();
  }

  @Test
  void aStoreWithoutAMajorityClosesToo() {
    QuiverEmbeddingStore store = open(3);
    write(store, 0, new AtomicInteger());
    store.admin().stopNode("node-1");
    store.admin().stopNode("node-2");
    long began = System.nanoTime();
    store.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SECONDS);
    inspection.nothingIsLeft();
    ledger.check(open(3));
  }
}
