package dev.quiver.store.internal.index;

import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The Lucene fields of a record, one name for each. {@link Documents} says what is in them.
 *
 * <p>A metadata field is named by a letter for the kind of value, a colon and the key; no other
 * field has a colon, so no key can reach one.
 */
final class FieldName {
  static final String KEY = "key";
  static final String ID = "id";
  static final String VECTOR = "vector";
  static final String RAW_VECTOR = "raw";
  static final String PAYLOAD = "payload";

  /** The terms of the text. */
  static final String TEXT = "text";

  /** Names of the metadata fields that a record has. */
  static final String PRESENT = "present";

  /** On records without a segment. */
  static final String BARE = "bare";

  static final BytesRef YES = new BytesRef("1");

  private FieldName() {}

  static String ofString(String key) {
    return "s:" + spell(key);
  }

  static String ofNumber(String key) {
    return "n:" + spell(key);
  }

  static String ofUuid(String key) {
    return "u:" + spell(key);
  }

  /** No field: a mark in {@link #PRESENT} for strings that are no whole terms. */
  static String ofLongString(String key) {
    return "l:" + spell(key);
  }

  static BytesRef mark(String field) {
    return new BytesRef(field);
  }

  /** The metadata key that a field is for; null for other fields. */
  static @Nullable String keyOf(String field) {
    return field.indexOf(':') == 1 ? unspelt(field.substring(2)) : null;
  }

  private static String unspelt(String name) {
    if (name.indexOf('%') < 0) {
      return name;
    }
    var key = new StringBuilder(name.length());
    for (int at = 0; at < name.length(); at++) {
      if (name.charAt(at) == '%') {
        key.append((char) Integer.parseInt(name, at + 1, at + 5, 16));
        at += 4;
      } else {
        key.append(name.charAt(at));
      }
    }
    return key.toString();
  }

  /** Lucene keeps names in UTF-8, which cannot tell unpaired surrogates apart. */
  private static String spell(String key) {
    var spelt = new StringBuilder(key.length());
    key.codePoints()
        .forEach(
            point -> {
              if (point == '%'
                  || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
                spelt.append('%').append(Integer.toHexString(0x10000 | point), 1, 5);
              } else {
                spelt.appendCodePoint(point);
              }
            });
    return spelt.toString();
  }
}
