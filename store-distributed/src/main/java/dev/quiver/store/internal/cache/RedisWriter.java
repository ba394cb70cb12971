package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.cache.RedisConnection.Parcel;
import dev.quiver.store.internal.meter.CacheMeters;
import dev.quiver.store.internal.meter.CacheMeters.Fault;
import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.wire.AnswerCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The one thread that writes to Redis and finds out whether Redis is back. It never makes anybody
 * wait: what it cannot take in time is dropped.
 */
final class RedisWriter implements AutoCloseable {
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
  private final Function<String, byte[]> names;
  private final CacheMeters meters;
  private final Complaints complaints = new Complaints(LOG);
  private final Pile waiting = new Pile(MAX_WAITING_BYTES, LOAD_BYTES, LINGER);
  private final Thread thread;
  private volatile long restsUntilNanos = System.nanoTime();
  private volatile boolean closing;

  /**
   * @param names the name in Redis of what is called so here
   */
  RedisWriter(
      RedisConnection connection,
      RedisHealth health,
      Function<String, byte[]> names,
      CacheMeters meters) {
    this.connection = connection;
    this.health = health;
    this.names = names;
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
      connection.dropConnections();
      probe();
    } else if (!rests()) {
      send(load);
    }
  }

  private void probe() {
    long started = System.nanoTime();
    try {
      connection.get(names.apply("probe"));
      health.probed(true, System.nanoTime() - started);
    } catch (RuntimeException failed) {
      probeFailed(failed);
    }
  }

  /** That it is still of no use is no news. */
  private void probeFailed(RuntimeException why) {
    if (health.isUsable()) {
      health.failed(Fault.UNAVAILABLE, "it does not answer: " + why.getMessage());
    } else {
      health.probed(false, 0);
    }
  }

  private void send(List<Map.Entry<ResultKey, Answer>> load) {
    var parcels = new ArrayList<Parcel>();
    load.forEach(next -> pack(next.getKey(), next.getValue(), parcels));
    if (parcels.isEmpty()) {
      return;
    }
    try {
      connection.set(parcels);
    } catch (JedisDataException refused) {
      restsUntilNanos = System.nanoTime() + REST.toNanos();
      meters.failed(Fault.REFUSED);
      complaints.warn("{} takes no answers: {}", connection, String.valueOf(refused.getMessage()));
    } catch (RuntimeException failed) { // a server that talks nonsense makes Jedis throw anything
      health.failed(Fault.UNAVAILABLE, "it does not take answers: " + failed.getMessage());
    }
  }

  private void pack(ResultKey key, Answer answer, List<Parcel> parcels) {
    long millis = answer.expiresAtMillis() - System.currentTimeMillis();
    if (millis > 0) {
      byte[] value = AnswerCodec.encode(key.digest(), answer);
      parcels.add(new Parcel(names.apply(key.toString()), value, millis));
    }
  }

  /** What waits is written still, if that is quick. */
  @Override
  public void close() {
    closing = true;
    try {
      if (waiting.isEmpty() || !thread.join(LAST_WORDS)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
