package dev.quiver.store;

import dev.quiver.store.internal.index.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules for ids. An id must mean the same record wherever it is written down, so it has to be
 * text that UTF-8 can spell, and short enough for an index term.
 */
final class RecordIds {
  private static final int MAX_BYTES = RecordLimits.MAX_ID_BYTES;
  private static final int MAX_BYTES_PER_CHAR = 3;

  private RecordIds() {}

  static void check(Collection<? extends @Nullable String> ids) {
    int number = 0;
    for (String id : ids) {
      check(id, number);
      number++;
    }
  }

  private static void check(@Nullable String id, int number) {
    if (id == null || id.isBlank()) {
      throw refused("must not be null or blank", number, id == null ? "is null" : "is blank");
    }
    int lone = loneSurrogate(id);
    if (lone >= 0) {
      throw refused(
          "must be Unicode text", number, "has half a surrogate pair at character " + lone);
    }
    if (id.length() * MAX_BYTES_PER_CHAR > MAX_BYTES) {
      int bytes = id.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        throw refused("must have at most " + MAX_BYTES + " bytes", number, "has " + bytes);
      }
    }
  }

  private static IllegalArgumentException refused(String rule, int number, String found) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "ids %s, but id %d %s", rule, number, found));
  }

  /** Where the first one stands; -1 if there is none. */
  private static int loneSurrogate(String text) {
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        return at;
      }
      at += Character.charCount(point);
    }
    return -1;
  }
}
