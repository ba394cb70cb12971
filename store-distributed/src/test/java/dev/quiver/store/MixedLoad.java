package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.quiver.store.error.WriteFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers, removers and readers at work on one store until stopped. Every read is checked against
 * the ledger: it must see what was acknowledged before it began.
 */
final class MixedLoad {
  private static final int IDS_PER_WRITER = 120;
  private static final int GROUPS = 6;

  /** As long as a call takes or more, or the callers and not the store have the processors. */
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final QuiverEmbeddingStore store;
  private final WriteLedger ledger;
  private final long seed;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> failedReads = new ConcurrentLinkedQueue<>();
  private final Queue<String> failedWrites = new ConcurrentLinkedQueue<>();
  private final AtomicLong slowestWrite = new AtomicLong();
  private final AtomicLong slowestRead = new AtomicLong();
  private final LongAdder writes = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private volatile boolean stopping;

  MixedLoad(QuiverEmbeddingStore store, WriteLedger ledger, long seed) {
    this.store = store;
    this.ledger = ledger;
    this.seed = seed;
  }

  MixedLoad start(int writers, int readers) {
    for (int writer = 0; writer < writers; writer++) {
      int group = writer;
      var random = new SplittableRandom(seed + writer);
      begin("load-writer-" + writer, () -> write(group, random));
    }
    for (int reader = 0; reader < readers; reader++) {
      var random = new SplittableRandom(seed - 1 - reader);
      begin("load-reader-" + reader, () -> read(writers, random));
    }
    return this;
  }

  private void begin(String name, Runnable step) {
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  while (!stopping) {
                    step.run();
                    LockSupport.parkNanos(PAUSE_NANOS);
                  }
                }));
  }

  void stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofSeconds(30))) {
        throw new AssertionError(thread.getName() + " hangs at " + List.of(thread.getStackTrace()));
      }
    }
  }

  private static String id(int writer, int number) {
    return "w" + writer + "-" + number;
  }

  private void write(int writer, SplittableRandom random) {
    int choice = random.nextInt(100);
    if (choice < 2) {
      removeGroup(writer, random.nextInt(GROUPS));
      return;
    }
    boolean removal = choice < 20;
    int first = random.nextInt(IDS_PER_WRITER);
    int size = 1 + random.nextInt(8);
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int next = first; next < first + size; next++) {
      String id = id(writer, next % IDS_PER_WRITER);
      int version = ledger.begin(id, removal);
      ids.add(id);
      embeddings.add(WriteLedger.embedding(id, version));
      segments.add(WriteLedger.segment(id, version, group(writer, next % IDS_PER_WRITER)));
    }
    send(ids, removal ? () -> store.removeAll(ids) : () -> store.addAll(ids, embeddings, segments));
  }

  /** Ids of one writer only, so that nobody else's versions are touched. */
  private static int group(int writer, int number) {
    return writer * GROUPS + number % GROUPS;
  }

  private void removeGroup(int writer, int group) {
    var ids = new ArrayList<String>();
    for (int next = group; next < IDS_PER_WRITER; next += GROUPS) {
      ledger.begin(id(writer, next), true);
      ids.add(id(writer, next));
    }
    send(ids, () -> store.removeAll(new IsEqualTo("group", writer * GROUPS + group)));
  }

  private void send(List<String> ids, Runnable call) {
    long started = System.nanoTime();
    try {
      call.run();
      ids.forEach(ledger::acknowledged);
      writes.increment();
      slowestWrite.accumulateAndGet(System.nanoTime() - started, Math::max);
    } catch (WriteFailedException failed) {
      failed.stored().forEach(ledger::acknowledged);
      failed.notStored().forEach(ledger::rejected);
      failedWrites.add(failed.toString());
    } catch (RuntimeException failed) {
      failedWrites.add(failed.toString());
    }
  }

  private void read(int writers, SplittableRandom random) {
    String id = id(random.nextInt(writers), random.nextInt(IDS_PER_WRITER));
    int floor = ledger.floor(id);
    long started = System.nanoTime();
    try {
      List<EmbeddingMatch<TextSegment>> found =
          random.nextInt(4) == 0 ? searched(id, floor) : store.getAll(Set.of(id));
      String wrong = ledger.wrong(id, floor, found.isEmpty() ? null : found.getFirst());
      if (!wrong.isEmpty()) {
        failedReads.add(wrong);
      }
      reads.increment();
      slowestRead.accumulateAndGet(System.nanoTime() - started, Math::max);
    } catch (RuntimeException failed) {
      failedReads.add(failed.toString());
    }
  }

  /** All there is, so that a record that is there cannot be missed for being far away. */
  private List<EmbeddingMatch<TextSegment>> searched(String id, int floor) {
    return store
        .search(
            EmbeddingSearchRequest.builder()
                .queryEmbedding(WriteLedger.embedding(id, floor))
                .maxResults(1_000)
                .build())
        .matches()
        .stream()
        .filter(match -> match.embeddingId().equals(id))
        .toList();
  }

  /** The slowest write that succeeded since this was last asked. */
  Duration slowestWrite() {
    return Duration.ofNanos(slowestWrite.getAndSet(0));
  }

  Duration slowestRead() {
    return Duration.ofNanos(slowestRead.getAndSet(0));
  }

  long writes() {
    return writes.sum();
  }

  long reads() {
    return reads.sum();
  }

  List<String> failedReads() {
    return List.copyOf(failedReads);
  }

  List<String> failedWrites() {
    return List.copyOf(failedWrites);
  }
}
