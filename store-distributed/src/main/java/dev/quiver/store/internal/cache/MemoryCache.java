package dev.quiver.store.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.quiver.store.internal.meter.CacheMeters;
import dev.quiver.store.internal.meter.CacheMeters.Tier;
import dev.quiver.store.internal.model.Answer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Answers in this JVM's memory, bounded by the bytes they take. Where nothing is asked twice only
 * some are kept, as chance has it and at a {@link Pace}: what is kept for a while is moved by the
 * collector, and looking for it is not what costs.
 */
final class MemoryCache implements ResultCache {
  private final CacheMeters meters;
  private final Credit credit = new Credit(Worth.LOOKS);
  private final Pace pace = new Pace(Worth.KEPT_A_TURN);
  private final Cache<ResultKey, Answer> answers;
  private final Closeable level;

  MemoryCache(long maxBytes, CacheMeters meters) {
    this.meters = meters;
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(MemoryCache::weight)
            .expireAfter(Expiry.writing((ResultKey key, Answer answer) -> left(answer)))
            // Its upkeep takes microseconds; a pool of the whole JVM may be busy for seconds.
            .executor(Runnable::run)
            .evictionListener((key, answer, cause) -> removed(cause))
            .build();
    this.level = meters.watchBytes(this::bytes);
  }

  private static int weight(ResultKey key, Answer answer) {
    return (int) Math.min(Integer.MAX_VALUE, key.bytes() + answer.bytes());
  }

  private static Duration left(Answer answer) {
    return Duration.ofMillis(Math.max(0, answer.expiresAtMillis() - System.currentTimeMillis()));
  }

  private void removed(RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      meters.evicted();
    }
  }

  private double bytes() {
    var eviction = answers.policy().eviction();
    return eviction.isPresent() ? eviction.get().weightedSize().orElse(0) : 0;
  }

  @Override
  public @Nullable Answer find(ResultKey key) {
    Answer found = answers.getIfPresent(key);
    credit.count(found != null, 1);
    if (found != null) {
      meters.hit(Tier.MEMORY);
    }
    return found;
  }

  @Override
  public @Nullable Answer atHand(ResultKey key) {
    return answers.getIfPresent(key);
  }

  @Override
  public void keep(ResultKey key, Answer answer) {
    if (credit.isLeft()
        || ThreadLocalRandom.current().nextInt(Sample.ONE_IN) == 0
        || pace.allows(System.currentTimeMillis())) {
      answers.put(key, answer);
    }
  }

  @Override
  public void close() {
    answers.invalidateAll();
    try {
      level.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
