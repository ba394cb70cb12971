package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.cache.RedisConnection.Parcel;
import dev.quiver.store.internal.meter.CacheMeters;
import dev.quiver.store.internal.meter.CacheMeters.Fault;
import dev.quiver.store.internal.model.Answer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to Redis and finds out whether Redis is back. It never makes anybody
 * wait: what it cannot take in time is dropped.
 */
final class RedisWriter implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisWriter.class);
  private static final long MAX_WAITING_BYTES = 16L << 20;

  /** Some twenty answers. One at a time, to wake and to send cost more than the answer itself. */
  private static final long LOAD_BYTES = 512L << 10;

  private static final Duration LINGER = Duration.ofMillis(1);
  private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final RedisConnection connection;
  private final RedisHealth health;
  private final BiFunction<ResultKey, Answer, Parcel> packing;
  private final byte[] probe;
  private final CacheMeters meters;
  private final Complaints complaints = new Complaints(LOG);
  private final Pile waiting = new Pile(MAX_WAITING_BYTES, LOAD_BYTES, LINGER);
  private final Thread thread;
  private volatile long restsUntilNanos = System.nanoTime();
  private volatile boolean closing;

  /**
   * @param connection is closed with this
   * @param packing how an answer is sent
   * @param probe where nothing is kept
   */
  RedisWriter(
      RedisConnection connection,
      RedisHealth health,
      BiFunction<ResultKey, Answer, Parcel> packing,
      byte[] probe,
      CacheMeters meters) {
    this.connection = connection;
    this.health = health;
    this.packing = packing;
    this.probe = probe;
    this.meters = meters;
    this.thread = Thread.ofPlatform().name("quiver-redis").daemon().start(this::run);
  }

  /** Never blocks. */
  void write(ResultKey key, Answer answer) {
    if (closing || !health.isUsable() || rests()) {
      return;
    }
    for (int dropped = waiting.add(key, answer); dropped > 0; dropped--) {
      meters.dropped();
    }
  }

  private boolean rests() {
    return System.nanoTime() - restsUntilNanos < 0;
  }

  private void run() {
    try {
      probe();
      while (!closing || !waiting.isEmpty()) {
        Duration patience = health.isUsable() ? IDLE : PROBE_INTERVAL;
        take(waiting.take(patience));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(List<Map.Entry<ResultKey, Answer>> load) {
    if (!health.isUsable()) {
      probe();
    } else if (!rests()) {
      send(load);
    }
  }

  private void probe() {
    long started = System.nanoTime();
    try {
      if (!health.isUsable()) {
        connection.dropIdle();
      }
      connection.get(probe);
      health.probed(true, System.nanoTime() - started);
    } catch (IOException | RuntimeException | Error failed) {
      probeFailed(failed);
    }
  }

  /** That it is still of no use is no news. */
  private void probeFailed(Throwable why) {
    if (health.isUsable()) {
      health.failed(Fault.UNAVAILABLE, "it does not answer: " + RedisCache.why(why));
    } else {
      health.probed(false, 0);
    }
  }

  private void send(List<Map.Entry<ResultKey, Answer>> load) {
    try {
      var parcels = new ArrayList<Parcel>();
      load.forEach(next -> pack(next.getKey(), next.getValue(), parcels));
      if (!parcels.isEmpty()) {
        connection.set(parcels);
      }
    } catch (RedisLink.RefusedException refused) {
      restsUntilNanos = System.nanoTime() + REST.toNanos();
      meters.failed(Fault.REFUSED);
      complaints.warn("{} takes no answers: {}", connection, String.valueOf(refused.getMessage()));
    } catch (IOException | RuntimeException | Error failed) {
      health.failed(Fault.UNAVAILABLE, "it does not take answers: " + RedisCache.why(failed));
    }
  }

  private void pack(ResultKey key, Answer answer, List<Parcel> parcels) {
    Parcel parcel = packing.apply(key, answer);
    if (parcel.value().length > RedisConnection.MAX_VALUE_BYTES) {
      meters.dropped();
    } else if (parcel.ttlMillis() > 0) {
      parcels.add(parcel);
    }
  }

  /** What waits is written still, if that is quick; a server that takes nothing is left. */
  @Override
  public void close() throws IOException {
    closing = true;
    try (connection) {
      if (waiting.isEmpty() || !thread.join(LAST_WORDS)) {
        thread.interrupt();
        connection.close();
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
