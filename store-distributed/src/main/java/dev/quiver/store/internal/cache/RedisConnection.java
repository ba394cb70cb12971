package dev.quiver.store.internal.cache;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server, and the links to it that are open: made when they are needed, kept while they
 * work, one for each call under way. Any thread. A look-up ends by the time-out, whatever the
 * server does.
 */
final class RedisConnection implements Closeable {
  /** Look-ups at a time; there is one link more, for writing and probing. */
  static final int READERS = 16;

  /** Of a value. Larger answers are not sent, because no more than this may wait to be sent. */
  static final int MAX_VALUE_BYTES = 16 << 20;

  private static final byte[] GET = RedisLink.ascii("GET");
  private static final byte[] SET = RedisLink.ascii("SET");
  private static final byte[] FOR_MILLIS = RedisLink.ascii("PX");

  private final RedisAddress address;
  private final long timeoutNanos;
  private final Deque<RedisLink> idle = new ConcurrentLinkedDeque<>();
  private final Set<RedisLink> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  RedisConnection(RedisAddress address, Duration timeout) {
    this.address = address;
    this.timeoutNanos = timeout.toNanos();
  }

  /** What a call does with its link. */
  private interface Task<T> {
    T with(RedisLink link) throws IOException;
  }

  byte @Nullable [] get(byte[] key) throws IOException {
    return call(
        link -> {
          link.send(GET, key);
          link.flush();
          return link.value(MAX_VALUE_BYTES);
        });
  }

  /** A value to be set. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares parcels
  record Parcel(byte[] key, byte[] value, long ttlMillis) {}

  /** Sends all before it waits for the first reply. Throws if one of them was refused. */
  void set(List<Parcel> parcels) throws IOException {
    RedisLink.RefusedException refused =
        call(
            link -> {
              for (Parcel next : parcels) {
                byte[] ttl = RedisLink.ascii(Long.toString(next.ttlMillis));
                link.send(SET, next.key, next.value, FOR_MILLIS, ttl);
              }
              link.flush();
              link.endBy(System.nanoTime() + timeoutNanos); // sending a load may take its time
              return replies(link, parcels.size());
            });
    if (refused != null) {
      throw refused;
    }
  }

  /** All of them, or the next call would take one of these for its own. */
  private static RedisLink.@Nullable RefusedException replies(RedisLink link, int count)
      throws IOException {
    RedisLink.RefusedException first = null;
    for (int i = 0; i < count; i++) {
      try {
        link.done();
      } catch (RedisLink.RefusedException refused) {
        first = first == null ? refused : first;
      }
    }
    return first;
  }

  private <T extends @Nullable Object> T call(Task<T> task) throws IOException {
    RedisLink link = link(System.nanoTime() + timeoutNanos);
    boolean sound = false;
    try {
      T value = task.with(link);
      sound = true;
      return value;
    } catch (RedisLink.RefusedException refused) {
      sound = true;
      throw refused;
    } finally {
      if (sound && !closed) {
        idle.addFirst(link);
      } else {
        drop(link);
      }
    }
  }

  private RedisLink link(long endNanos) throws IOException {
    RedisLink known = idle.pollFirst();
    if (known != null) {
      known.endBy(endNanos);
      return known;
    }
    RedisLink made = address.connect(endNanos);
    open.add(made);
    if (closed) {
      drop(made);
      throw new IOException("the cache is closed");
    }
    return made;
  }

  private void drop(RedisLink link) throws IOException {
    open.remove(link);
    link.close();
  }

  /** Those that are not in use just now are likely as broken as the one that failed. */
  void dropIdle() throws IOException {
    for (RedisLink next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      drop(next);
    }
  }

  /** Ends the calls under way, too. */
  @Override
  public void close() throws IOException {
    closed = true;
    for (RedisLink next : open) {
      drop(next);
    }
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return "Redis at " + address;
  }
}
