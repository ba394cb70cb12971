package dev.quiver.benchmarks.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** What can become of a Redis server. */
enum RedisFault {
  HEALTHY,
  KILLED,
  PAUSED,
  FLUSHED,
  FULL,
  GARBAGE,
  HEALED;

  private static final Duration AGAIN = Duration.ofMillis(50);

  String words() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A third into the turn; undone when it is closed, which is after the turn. */
  AutoCloseable inflict(LocalRedis redis, Duration turn) {
    var end = new CountDownLatch(1);
    Thread thread = Thread.ofPlatform().daemon().start(() -> run(redis, end, turn.dividedBy(3)));
    return () -> {
      end.countDown();
      thread.join();
    };
  }

  private void run(LocalRedis redis, CountDownLatch end, Duration wait) {
    try {
      over(end, wait);
      switch (this) {
        case HEALTHY, HEALED -> end.await();
        case KILLED -> {
          redis.kill();
          end.await();
          redis.startAgain();
        }
        case PAUSED -> {
          redis.pause();
          over(end, wait);
          redis.resume();
          end.await();
        }
        case FLUSHED -> repeat(redis, end, Jedis::flushAll);
        case FULL -> full(redis, end);
        case GARBAGE -> repeat(redis, end, RedisFault::poison);
      }
    } catch (InterruptedException | IOException | JedisException failed) {
      throw new IllegalStateException(this + " could not be inflicted", failed);
    }
  }

  private static boolean over(CountDownLatch end, Duration wait) throws InterruptedException {
    return end.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private interface Harm {
    void doTo(Jedis client);
  }

  private static void repeat(LocalRedis redis, CountDownLatch end, Harm harm)
      throws InterruptedException {
    try (Jedis client = redis.client()) {
      while (!over(end, AGAIN)) {
        harm.doTo(client);
      }
    }
  }

  private static void full(LocalRedis redis, CountDownLatch end) throws InterruptedException {
    try (Jedis client = redis.client()) {
      client.configSet("maxmemory-policy", "noeviction");
      client.configSet("maxmemory", "1mb");
      end.await();
      client.configSet("maxmemory", "0");
    }
  }

  private static void poison(Jedis client) {
    var random = new SplittableRandom();
    for (byte[] key : client.keys("*".getBytes(StandardCharsets.UTF_8))) {
      var garbage = new byte[random.nextInt(2_000)];
      random.nextBytes(garbage);
      client.set(key, garbage);
    }
  }
}
