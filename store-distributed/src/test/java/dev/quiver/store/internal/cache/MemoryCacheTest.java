package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.meter.CacheMeters.Tier;
import dev.quiver.store.internal.model.Answer;
import java.util.stream.IntStream;
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

  @Test
  void aSecondLookThatCounts() {
    assertThat(cache().atHand(Given.key("q"))).isNull();
    Answer answer = Given.answer("a");
    cache().keep(Given.key("q"), answer);
    assertThat(cache().atHand(Given.key("q"))).isEqualTo(answer);
    assertThat(tally.of(Tier.MEMORY)).isZero();
  }

  /** How many of these questions had an answer; the others were kept when they had been asked. */
  private static long found(ResultCache in, int from, int to) {
    long found = 0;
    for (int i = from; i < to; i++) {
      ResultKey key = Given.key("q" + i);
      if (in.find(key) == null) {
        in.keep(key, Given.answer("a"));
      } else {
        found++;
      }
    }
    return found;
  }

  @Test
  void ofQuestionsThatAreNeverAskedAgainFewAreKept() {
    int many = 100 * Sample.ONE_IN;
    try (ResultCache roomy = ResultCaches.open(new CacheSettings(1L << 30, null), new Tally())) {
      assertThat(found(roomy, 0, Worth.KEPT + many)).isZero();
      long kept =
          IntStream.range(Worth.KEPT, Worth.KEPT + many)
              .filter(i -> roomy.find(Given.key("q" + i)) != null)
              .count();
      assertThat(kept).isPositive().isLessThan(many / 10);
    }
  }

  @Test
  void oneQuestionThatIsAskedAgainOpensTheCache() {
    try (ResultCache roomy = ResultCaches.open(new CacheSettings(1L << 30, null), new Tally())) {
      assertThat(found(roomy, 0, 2 * Worth.KEPT)).isZero();
      int hot = 2 * Worth.KEPT;
      for (int i = 0; i < 1_000; i++) {
        found(roomy, hot, hot + 1);
      }
      assertThat(found(roomy, hot, hot + 1)).isEqualTo(1);
      found(roomy, hot + 1, hot + 100);
      assertThat(found(roomy, hot + 1, hot + 100)).isEqualTo(99);
    }
  }
}
