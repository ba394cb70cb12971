package dev.quiver.store.internal.cache;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/** Answers in Redis alone. */
class RedisCacheTest extends ResultCacheContract {
  private static TestRedis redis;

  @BeforeAll
  static void start() {
    redis = TestRedis.open();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void empty() {
    try (Jedis client = redis.client()) {
      client.flushAll();
    }
  }

  @Override
  ResultCache open(Tally meters) {
    return ResultCaches.open(new CacheSettings(0, Given.redis(redis.uri())), meters);
  }
}
