package dev.quiver.embedding.internal.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;

/** What a run has done so far. Thread-safe. */
public final class Tally {
  private final Map<Outcome, LongAdder> documents = new EnumMap<>(Outcome.class);
  private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);
  private final LongAdder segments = new LongAdder();
  private final LongAdder tokens = new LongAdder();
  private final List<Failure> failures = new ArrayList<>();
  private final List<String> empty = new ArrayList<>();

  /** What became of a document. */
  public enum Outcome {
    ADDED,
    UNCHANGED,
    CHANGED,
    REMOVED
  }

  Tally() {
    for (Outcome outcome : Outcome.values()) {
      documents.put(outcome, new LongAdder());
    }
    for (Stage stage : Stage.values()) {
      nanos.put(stage, new LongAdder());
    }
  }

  public long count(Outcome outcome) {
    return get(documents, outcome).sum();
  }

  /** How many are in the store now that were not there before, or not like this. */
  public long segments() {
    return segments.sum();
  }

  public long tokens() {
    return tokens.sum();
  }

  public synchronized List<Failure> failures() {
    return List.copyOf(failures);
  }

  public synchronized int failed() {
    return failures.size();
  }

  /** Documents that turned out to have nothing in them. */
  public synchronized List<String> empty() {
    return List.copyOf(empty);
  }

  /** Working time; of stages with several threads, the sum over these. */
  public Duration busy(Stage stage) {
    return Duration.ofNanos(get(nanos, stage).sum());
  }

  void add(Outcome outcome) {
    get(documents, outcome).increment();
  }

  void addSegments(int stored) {
    segments.add(stored);
  }

  void addTokens(long embedded) {
    tokens.add(embedded);
  }

  synchronized void add(Failure failure) {
    failures.add(failure);
  }

  synchronized void addEmpty(String source) {
    empty.add(source);
  }

  <R> R time(Stage stage, Callable<R> work) throws Exception {
    long started = System.nanoTime();
    try {
      return work.call();
    } finally {
      get(nanos, stage).add(System.nanoTime() - started);
    }
  }

  void time(Stage stage, Runnable work) {
    long started = System.nanoTime();
    try {
      work.run();
    } finally {
      get(nanos, stage).add(System.nanoTime() - started);
    }
  }

  /** Every key is there from the start. */
  private static <K> LongAdder get(Map<K, LongAdder> adders, K key) {
    LongAdder adder = adders.get(key);
    if (adder == null) {
      throw new IllegalStateException(key + " must be counted, but is not");
    }
    return adder;
  }
}
