package dev.quiver.store.internal.shard;

import dev.quiver.core.cluster.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How far one shard is known to have come: what was acknowledged, and when. Only ever grows, also
 * while the nodes that knew are away. Thread-safe.
 *
 * <p>For bounded reads it keeps a coarse history. Entries closer than a tick are folded into the
 * later position, so a bounded read may see a little more than it asked for, never less.
 */
public final class ShardProgress {
  private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();
  private static final int MAX_ENTRIES = 60_000; // ten minutes of steady writing

  private record Entry(long fromNanos, Position position) {}

  private final Deque<Entry> history = new ArrayDeque<>();
  private volatile Position acknowledged = Position.NONE;
  private volatile Position known = Position.NONE;
  private Position start = Position.NONE;

  /** A write was acknowledged. */
  public synchronized void acknowledged(Position position, long nowNanos) {
    if (acknowledged.isAtLeast(position)) {
      return;
    }
    acknowledged = position;
    known = known.max(position);
    Entry last = history.peekLast();
    if (last != null && nowNanos - last.fromNanos < TICK_NANOS) {
      history.removeLast();
      history.addLast(new Entry(last.fromNanos, position));
    } else {
      history.addLast(new Entry(nowNanos, position));
    }
    if (history.size() > MAX_ENTRIES) {
      // The reader then has to see more than it asked for: the second entry's position, early.
      Entry oldest = history.removeFirst();
      Entry next = history.removeFirst();
      history.addFirst(new Entry(oldest.fromNanos, next.position));
    }
  }

  /** What was there before anybody wrote here; it counts as acknowledged for ever. */
  public synchronized void startedAt(Position position) {
    start = position;
    known = known.max(position);
  }

  /** A replica was seen that has committed this much. */
  public synchronized void committed(Position position) {
    known = known.max(position);
  }

  synchronized int entries() {
    return history.size();
  }

  /** The last position acknowledged to a caller. */
  public Position acknowledged() {
    return acknowledged;
  }

  /** The last position that is acknowledged or known to be committed. */
  public Position known() {
    return known;
  }

  /** The last position acknowledged at or before a moment; what lay before the history counts. */
  public synchronized Position acknowledgedBy(long nanos) {
    for (Iterator<Entry> newestFirst = history.descendingIterator(); newestFirst.hasNext(); ) {
      Entry entry = newestFirst.next();
      if (entry.fromNanos - nanos <= 0) {
        return entry.position;
      }
    }
    return start;
  }
}
