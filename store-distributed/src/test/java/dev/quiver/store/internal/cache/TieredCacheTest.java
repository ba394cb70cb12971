package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.meter.CacheMeters.Tier;
import dev.quiver.store.internal.model.Answer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Answers in memory with Redis behind it. */
class TieredCacheTest extends ResultCacheContract {
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
    return ResultCaches.open(new CacheSettings(1 << 20, Given.redis(redis.uri())), meters);
  }

  @Test
  void anAnswerOfAnotherProcessThatIsFetchedTwice() {
    var other = new Tally();
    try (ResultCache another = open(other)) {
      awaitFound(another, "q", Duration.ofMinutes(1));
      another.find(Given.key("q"));
      another.find(Given.key("q"));
    }
    assertThat(other.of(Tier.REDIS)).isEqualTo(1);
    assertThat(other.of(Tier.MEMORY)).isEqualTo(2);
  }

  /** What comes out of Redis late must not begin a new life in memory. */
  @Test
  void anAnswerWhoseTimeBeginsAnewInTheNextTier() {
    try (ResultCache another = open(new Tally())) {
      Answer brief = awaitFound(another, "brief", Duration.ofMillis(1_500));
      Await.passes(Duration.ofMillis(brief.expiresAtMillis() - System.currentTimeMillis() + 50));
      assertThat(another.find(Given.key("brief"))).isNull();
    }
  }

  /**
   * Kept again and again: while Redis is slower than a search would be, what is kept is dropped.
   * Returns what was kept last.
   */
  private Answer awaitFound(ResultCache another, String question, Duration life) {
    var kept = new AtomicReference<Answer>(Given.answer("a", life));
    Await.noProblem(
        SOON,
        () -> {
          if (another.find(Given.key(question)) != null) {
            return "";
          }
          kept.set(Given.answer("a", life));
          cache().keep(Given.key(question), kept.get());
          return "not in Redis";
        });
    return kept.get();
  }
}
