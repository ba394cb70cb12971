package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keys, answers and settings as the tests of caches need them. */
final class Given {
  static final Duration HOUR = Duration.ofHours(1);

  private Given() {}

  static ResultKey key(String text) {
    return new KeyWriter().text(text).toKey();
  }

  static Answer answer(String text) {
    return answer(text, HOUR);
  }

  static Answer answer(String text, Duration ttl) {
    var record =
        StoredRecord.with(
            new RecordKey("n:1", "id \ud800"),
            new float[] {1, -0.0f, Float.intBitsToFloat(0x7f80_0001)},
            text,
            Map.of(
                "int", Value.of(1),
                "float", Value.of(0.1f),
                "uuid", Value.of(new UUID(1, 2)),
                "text", Value.of("x")));
    var bare = StoredRecord.bare(RecordKey.of("bare"), new float[] {2});
    return Answer.validFor(
        ttl.toMillis(), List.of(new Hit(Math.nextDown(1.0), record), new Hit(0.5, bare)));
  }

  /** With a time-out that a busy machine keeps. */
  static CacheSettings.Redis redis(URI uri) {
    return redis(uri, Duration.ofSeconds(8));
  }

  static CacheSettings.Redis redis(URI uri, Duration timeout) {
    return new CacheSettings.Redis(uri, "test", timeout, null);
  }
}
