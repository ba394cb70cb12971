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
}
