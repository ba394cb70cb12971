package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.model.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Answers that wait to be sent, the newest on top, and one for each question. In the order in which
 * they came, a pile that once was too large would stay so: what is sent is out of date when it
 * arrives, so the same questions are searched for again, and their answers come on the pile as
 * well. Thread-safe.
 */
final class Pile {
  private final long maxBytes;
  private final long loadBytes;
  private final long lingerNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final SequencedMap<ResultKey, Answer> answers = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param loadBytes what is taken at a time, about: more makes no answer cheaper to send
   * @param linger how long the first of a load waits for others
   */
  Pile(long maxBytes, long loadBytes, Duration linger) {
    this.maxBytes = maxBytes;
    this.loadBytes = loadBytes;
    this.lingerNanos = linger.toNanos();
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
      if (answers.size() == 1 || bytes >= loadBytes) { // or every answer would wake somebody
        added.signal();
      }
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** A load of the newest, newest first, or nothing if nothing comes in time. */
  List<Map.Entry<ResultKey, Answer>> take(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (answers.isEmpty() && left > 0) {
        left = added.awaitNanos(left);
      }
      left = answers.isEmpty() ? 0 : lingerNanos;
      while (bytes < loadBytes && left > 0) {
        left = added.awaitNanos(left);
      }
      return load();
    } finally {
      lock.unlock();
    }
  }

  private List<Map.Entry<ResultKey, Answer>> load() {
    var load = new ArrayList<Map.Entry<ResultKey, Answer>>();
    for (long loaded = 0; loaded < loadBytes && !answers.isEmpty(); ) {
      Map.Entry<ResultKey, Answer> newest = answers.pollLastEntry();
      loaded += bytes(newest);
      bytes -= bytes(newest);
      load.add(newest);
    }
    return load;
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
