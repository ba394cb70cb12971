package dev.quiver.store.internal.cache;

import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.meter.CacheMeters;
import dev.quiver.store.internal.meter.CacheMeters.Fault;
import dev.quiver.store.internal.meter.CacheMeters.Tier;
import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.wire.AnswerCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers in a Redis server. A search waits for it no longer than the time-out, and not at all
 * while it is known to be of no use; answers are sent to it by another thread. Nothing that goes
 * wrong on the way reaches the search, not even an {@code Error}: memory that is short for a moment
 * is a reason to do without a kept answer.
 */
final class RedisCache implements ResultCache {
  private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);

  /** How Redis refuses to get what is not a string. */
  private static final String OTHER_TYPE = "WRONGTYPE";

  private final CacheMeters meters;
  private final RedisConnection connection;
  private final RedisHealth health;
  private final RedisWriter writer;
  private final Complaints complaints = new Complaints(LOG);
  private final Worth worth = new Worth(System::currentTimeMillis);
  private final Semaphore readers = new Semaphore(RedisConnection.READERS);
  private final @Nullable AnswerMac mac;
  private final String prefix;
  private final long patienceNanos;

  RedisCache(CacheSettings.Redis redis, CacheMeters meters) {
    this.meters = meters;
    this.mac = redis.secret() == null ? null : new AnswerMac(redis.secret());
    this.prefix =
        redis.namespace() + ":" + AnswerCodec.FORMAT + ":" + (mac == null ? "" : mac.id() + ":");
    this.patienceNanos = RedisHealth.slowAfter(redis.timeout()).toNanos();
    this.connection = new RedisConnection(RedisAddress.of(redis.uri()), redis.timeout());
    this.health = new RedisHealth(connection.toString(), redis.timeout(), meters);
    this.writer = new RedisWriter(connection, health, this::parcel, name("probe"), meters);
  }

  private byte[] name(Object last) {
    return (prefix + last).getBytes(StandardCharsets.UTF_8);
  }

  private RedisConnection.Parcel parcel(ResultKey key, Answer answer) {
    byte[] encoded = AnswerCodec.encode(key.digest(), answer);
    return new RedisConnection.Parcel(
        name(key),
        mac == null ? encoded : mac.sign(encoded),
        answer.expiresAtMillis() - System.currentTimeMillis());
  }

  @Override
  public @Nullable Answer find(ResultKey key) {
    if (!health.isUsable() || !worth.isLookedFor(key) || !enter()) {
      return null;
    }
    try {
      return read(key);
    } finally {
      readers.release();
    }
  }

  /** Where many wait already, searching is faster. */
  private boolean enter() {
    try {
      return readers.tryAcquire(patienceNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private @Nullable Answer read(ResultKey key) {
    long started = System.nanoTime();
    try {
      byte[] value = connection.get(name(key));
      health.answered(System.nanoTime() - started);
      worth.answered(value != null);
      return value == null ? null : decode(key, value);
    } catch (RedisLink.OversizedException garbage) {
      unreadable(key, garbage);
      return null;
    } catch (RedisLink.RefusedException refused) {
      if (String.valueOf(refused.getMessage()).startsWith(OTHER_TYPE)) {
        unreadable(key, refused);
      } else {
        health.failed(Fault.REFUSED, "it refuses look-ups: " + refused.getMessage());
      }
      return null;
    } catch (IOException | RuntimeException | Error failed) {
      // Whoever interrupts a search breaks its connection: that says nothing about Redis.
      if (!Thread.currentThread().isInterrupted()) {
        health.failed(Fault.UNAVAILABLE, "it does not answer: " + why(failed));
      }
      return null;
    }
  }

  /** An exception of this kind has a message, and others have a name. */
  static String why(Throwable failed) {
    return failed instanceof IOException ? String.valueOf(failed.getMessage()) : failed.toString();
  }

  private @Nullable Answer decode(ResultKey key, byte[] value) {
    try {
      Answer answer = AnswerCodec.decode(key.digest(), mac == null ? value : mac.verify(value));
      if (answer.expiresAtMillis() <= System.currentTimeMillis()) {
        return null;
      }
      meters.hit(Tier.REDIS);
      return answer;
    } catch (UnreadableFormatException garbage) {
      unreadable(key, garbage);
      return null;
    }
  }

  /** Somebody else writes there, or memory fails; what is kept next replaces it. */
  private void unreadable(ResultKey key, Exception why) {
    meters.failed(Fault.UNREADABLE);
    complaints.warn(
        "{} is not an answer and is passed over: {}",
        prefix + key,
        String.valueOf(why.getMessage()));
  }

  @Override
  public void keep(ResultKey key, Answer answer) {
    if (worth.isKept(key)) {
      writer.write(key, answer);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
