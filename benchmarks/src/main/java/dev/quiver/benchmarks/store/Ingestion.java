package dev.quiver.benchmarks.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One load of a contender with the records.
 *
 * @param records how many it took in the time it was given
 * @param seconds from the first call until everything was durable and searchable
 * @param finishSeconds the part of it after the last call had returned
 */
record Ingestion(int records, double seconds, double finishSeconds) {

  static Ingestion of(Contender contender, Dataset data, Duration budget, Crew crew) {
    List<Dataset.Batch> batches = data.batches();
    Queue<Dataset.Batch> open =
        contender.isAddedToByMany()
            ? new ConcurrentLinkedQueue<>(batches)
            : new ArrayDeque<>(batches);
    var added = new AtomicInteger();
    long started = System.nanoTime();
    Callable<Boolean> caller =
        () -> {
          Dataset.Batch next = open.poll();
          while (next != null && System.nanoTime() - started < budget.toNanos()) {
            contender.add(next);
            added.addAndGet(next.size());
            next = open.poll();
          }
          return true;
        };
    crew.all(Collections.nCopies(contender.isAddedToByMany() ? Crew.SIZE : 1, caller));
    long called = System.nanoTime();
    contender.finish();
    long ended = System.nanoTime();
    return new Ingestion(added.get(), (ended - started) / 1e9, (ended - called) / 1e9);
  }

  double recordsPerSecond() {
    return records / seconds;
  }
}
