package dev.quiver.embedding.internal.split;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Words that a model does not read: tokenizers of BERT's kind take one of more than 100 characters
 * for a single unknown token, whatever stands in it.
 */
final class LongWords {
  /** No tokenizer that reads a word gives up on one as short as this. */
  private static final int SHORTEST = 100;

  /** No token of a vocabulary stands for so much text. */
  private static final int CHARACTERS_PER_TOKEN = 32;

  private LongWords() {}

  /** A run of letters and digits, from one index to before another one. */
  record Word(int from, int to) {}

  /** In the order of the text. */
  static List<Word> unreadable(String text, ToIntFunction<String> size) {
    var found = new ArrayList<Word>();
    int from = 0;
    while (from < text.length()) {
      int to = from;
      while (to < text.length() && isOfWord(text.codePointAt(to))) {
        to += Character.charCount(text.codePointAt(to));
      }
      if (to - from > SHORTEST && !isRead(to - from, size.applyAsInt(text.substring(from, to)))) {
        found.add(new Word(from, to));
      }
      from = to < text.length() && to == from ? to + Character.charCount(text.codePointAt(to)) : to;
    }
    return found;
  }

  private static boolean isOfWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint);
  }

  /** Whether so many tokens can say so many characters. */
  static boolean isRead(int characters, int tokens) {
    return characters <= (long) CHARACTERS_PER_TOKEN * tokens;
  }
}
