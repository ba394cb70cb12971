package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.model.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers that wait to be sent, the newest on top, and one for each question. In the order in which
 * they came, a pile that once was too large would stay so: what is sent is out of date when it
 * arrives, so the same questions are searched for again, and their answers come on the pile as
 * well. Thread-safe.
 */
final class Pile {
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final SequencedMap<ResultKey, Answer> answers = new LinkedHashMap<>();
  private long bytes;

  Pile(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Does not wait. Returns how many had to go from the bottom to make room. */
  int add(ResultKey key, Answer answer) {
    lock.lock();
    try {
      Answer older = answers.putLast(key, answer);
      bytes += bytes(key, answer) - (older == null ? 0 : bytes(key, older));
      int dropped = 0;
      while (bytes > maxBytes) {
        bytes -= bytes(answers.pollFirstEntry());
        dropped++;
      }
      added.signal();
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** The newest, or null if none comes in time. */
  Map.@Nullable Entry<ResultKey, Answer> take(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (answers.isEmpty() && left > 0) {
        left = added.awaitNanos(left);
      }
      Map.Entry<ResultKey, Answer> newest = answers.pollLastEntry();
      bytes -= newest == null ? 0 : bytes(newest);
      return newest;
    } finally {
      lock.unlock();
    }
  }

  private static long bytes(Map.Entry<ResultKey, Answer> entry) {
    return bytes(entry.getKey(), entry.getValue());
  }

  /** A question has a whole vector in it, and its answer may be empty. */
  private static long bytes(ResultKey key, Answer answer) {
    return key.bytes() + answer.bytes();
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return answers.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
