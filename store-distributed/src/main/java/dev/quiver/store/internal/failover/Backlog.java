package dev.quiver.store.internal.failover;

import dev.quiver.store.internal.handoff.HandedOff;
import dev.quiver.store.internal.handoff.HandoffQueue;
import dev.quiver.store.internal.handoff.Room;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What stands between one cluster and the newest write: the queue of what it has missed, and the
 * attempts that nobody waits for any more and that may still take effect. While there is either,
 * the cluster is not level, and every write goes to it by way of the queue.
 */
final class Backlog {
  private final HandoffQueue queue;
  private final Changes changes;
  private final InstantSource clock;
  private final AtomicInteger abandoned = new AtomicInteger();
  private volatile boolean finishing;

  Backlog(HandoffQueue queue, Changes changes, InstantSource clock) {
    this.queue = queue;
    this.changes = changes;
    this.clock = clock;
  }

  /**
   * Whether a write may go to the cluster at once. Whoever asks has the turn for his records, so
   * what others do meanwhile is about other records.
   */
  boolean isLevel() {
    return queue.isEmpty() && abandoned.get() == 0;
  }

  /** Nothing is replayed, and nothing goes to the cluster at once, before this attempt ends. */
  void waitFor(CompletionStage<?> attempt) {
    abandoned.incrementAndGet();
    attempt.whenComplete(
        (done, failed) -> {
          abandoned.decrementAndGet();
          changes.announce();
        });
  }

  Room reserve(long payloadBytes) throws IOException {
    return queue.reserve(payloadBytes);
  }

  void append(Room room, byte[] payload) throws IOException {
    room.append(payload, clock.millis());
    changes.announce();
  }

  /** Whether there is something to replay and nothing in its way. */
  boolean isReplayable() {
    return !queue.isEmpty() && abandoned.get() == 0;
  }

  List<HandedOff> first(int maxEntries, long maxPayloadBytes) throws IOException {
    return queue.first(maxEntries, maxPayloadBytes);
  }

  /**
   * The last entries are being applied: who waits for a moment finds the cluster level. Without
   * this a queue would never end under steady writes, each of which would go behind the last.
   */
  void finishing(boolean isLast) {
    finishing = isLast;
    changes.announce();
  }

  boolean isFinishing() {
    return finishing;
  }

  void applied(List<HandedOff> entries) throws IOException {
    queue.applied(entries);
    changes.announce();
  }

  long length() {
    return queue.length();
  }

  long bytes() {
    return queue.bytes();
  }

  long lagMillis() {
    return queue.lagMillis(clock.millis());
  }
}
