package dev.quiver.embedding.internal.tokens;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A model's own tokenizer, made from its {@code tokenizer.json}. Owns native memory; any number of
 * threads may use it at once, and closing it waits for those inside.
 *
 * <p>Whatever the file says of truncation and padding is switched off. A text is cut here instead:
 * the special tokens in front and behind stay, the text's own tokens go from the end. Padding would
 * only add work, because each text is a batch of its own.
 */
public final class Tokenizer implements AutoCloseable {
  /** Twice to four times what most languages have. */
  private static final int CHARACTERS_PER_TOKEN = 16;

  private static final int SPARE_TOKENS = 16;
  private static final int LONGEST_WORD = 1_000;

  private final TokenizersLibrary library = NativeLibrary.get();
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private final int leading;
  private final int trailing;
  private long handle;

  private Tokenizer(long handle) {
    this.handle = handle;
    library.disablePadding(handle);
    library.disableTruncation(handle);
    long encoding = library.encode(handle, "a", true);
    try {
      long[] special = library.getSpecialTokenMask(encoding);
      int first = 0;
      while (first < special.length && special[first] == 1) {
        first++;
      }
      int last = special.length;
      while (last > first && special[last - 1] == 1) {
        last--;
      }
      leading = first;
      trailing = special.length - last;
    } finally {
      library.deleteEncoding(encoding);
    }
  }

  /**
   * Makes one of a {@code tokenizer.json}.
   *
   * @param source where the text comes from, for the message
   * @throws IllegalArgumentException if it is no tokenizer
   */
  public static Tokenizer of(String json, String source) {
    long handle;
    try {
      handle = NativeLibrary.get().createTokenizerFromString(json);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          source + " must be a tokenizer, but: " + e.getMessage(), e);
    }
    return new Tokenizer(handle);
  }

  /** How many special tokens surround every text. */
  public int specialTokens() {
    return leading + trailing;
  }

  /** How many tokens a text has, special ones not counted. */
  public int count(String text) {
    return read(wellFormed(text), false, (ids, encoding) -> ids.length);
  }

  /**
   * The tokens of a text, as many as the model reads.
   *
   * @param maxLength the most tokens, special ones included
   */
  public Tokens encode(String text, int maxLength) {
    String whole = wellFormed(text);
    // A megabyte takes seconds. Where its beginning, up to a blank, has more tokens than are read,
    // and
    // some to spare, no text behind changes those.
    long reach = (long) CHARACTERS_PER_TOKEN * maxLength;
    while (reach < whole.length()) {
      int blank = blankAfter(whole, (int) reach);
      if (blank < 0) {
        break;
      }
      Tokens beginning = cutAt(whole.substring(0, blank), maxLength, maxLength + SPARE_TOKENS);
      if (beginning.isTruncated()) {
        return beginning;
      }
      reach *= 4;
    }
    return cutAt(whole, maxLength, maxLength);
  }

  private static int blankAfter(String text, int start) {
    int end = Math.min(text.length(), start + LONGEST_WORD);
    for (int i = start; i < end; i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Cuts what has more than so many tokens. */
  private Tokens cutAt(String text, int maxLength, int atMost) {
    return read(text, true, (ids, encoding) -> cut(ids, encoding, maxLength, atMost));
  }

  private Tokens cut(long[] ids, long encoding, int maxLength, int atMost) {
    long[] types = library.getTypeIds(encoding);
    if (ids.length <= atMost) {
      return new Tokens(ids, types, ids.length - specialTokens(), false);
    }
    return new Tokens(
        cut(ids, maxLength), cut(types, maxLength), maxLength - specialTokens(), true);
  }

  private long[] cut(long[] values, int maxLength) {
    long[] kept = Arrays.copyOf(values, maxLength);
    System.arraycopy(values, values.length - trailing, kept, maxLength - trailing, trailing);
    return kept;
  }

  private <T> T read(String text, boolean withSpecials, EncodingReader<T> reader) {
    life.readLock().lock();
    try {
      if (handle == 0) {
        throw new IllegalStateException("the model is closed");
      }
      long encoding = library.encode(handle, text, withSpecials);
      try {
        return reader.read(library.getTokenIds(encoding), encoding);
      } finally {
        library.deleteEncoding(encoding);
      }
    } finally {
      life.readLock().unlock();
    }
  }

  /** Half of a surrogate pair is no character: it becomes U+FFFD, as in any writing of UTF-8. */
  static String wellFormed(String text) {
    StringBuilder changed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        changed = changed == null ? new StringBuilder(text) : changed;
        changed.setCharAt(i, '\uFFFD');
      }
    }
    return changed == null ? text : changed.toString();
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (handle != 0) {
        library.deleteTokenizer(handle);
        handle = 0;
      }
    } finally {
      life.writeLock().unlock();
    }
  }

  /** Reads an encoding that is gone afterwards. */
  private interface EncodingReader<T> {
    T read(long[] ids, long encoding);
  }
}
