package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.meter.CacheMeters.Tier;
import org.junit.jupiter.api.Test;

/** Answers in memory. */
class MemoryCacheTest extends ResultCacheContract {
  private static final long MAX_BYTES = 1 << 20;

  @Override
  ResultCache open(Tally meters) {
    return ResultCaches.open(new CacheSettings(MAX_BYTES, null), meters);
  }

  @Test
  void moreBytesThanAllowed() {
    int kept = 10_000;
    for (int i = 0; i < kept; i++) {
      cache().keep(Given.key("q" + i), Given.answer("a" + i));
    }
    long found = 0;
    for (int i = 0; i < kept; i++) {
      found += cache().find(Given.key("q" + i)) == null ? 0 : 1;
    }
    assertThat(found).isPositive().isLessThanOrEqualTo(MAX_BYTES / Given.answer("a").bytes());
    assertThat(tally.bytes()).isPositive().isLessThanOrEqualTo(MAX_BYTES);
    assertThat(tally.of("evicted")).isEqualTo(kept - found);
    assertThat(tally.of(Tier.MEMORY)).isEqualTo(found);
  }

  /** In the order in which they come, whatever else is asked. */
  private long found(int from, int to) {
    long found = 0;
    for (int i = from; i < to; i++) {
      ResultKey key = Given.key("q" + i);
      if (cache().find(key) == null) {
        cache().keep(key, Given.answer("a"));
      } else {
        found++;
      }
    }
    return found;
  }

  @Test
  void questionsThatAreNeverAskedAgainAreKeptAsASample() {
    int many = 100 * Sample.ONE_IN;
    assertThat(found(0, Worth.KEPT + many)).isZero();
    assertThat(found(Worth.KEPT, Worth.KEPT + 100))
        .as("of those that came when no answer had been found for long")
        .isLessThan(20);
  }

  @Test
  void questionsThatBeginToBeAskedAgainAreAllKept() {
    int kept = 300;
    assertThat(found(0, 2 * Worth.KEPT)).isZero();
    int first = 2 * Worth.KEPT;
    for (int round = 0; round < 5; round++) {
      found(first, first + kept);
    }
    assertThat(found(first, first + kept)).isEqualTo(kept);
  }
}
