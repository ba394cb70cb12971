package dev.quiver.store;

/**
 * How the texts of a collection are indexed, for {@link SearchMode#HYBRID} and {@link
 * SearchMode#TEXT}; fixed for its life. Upper and lower case are the same to all of them. Chinese,
 * Japanese and Korean are found by their characters in pairs, wherever they stand in running text.
 * No word is too common to be searched for.
 */
public enum TextAnalysis {
  /**
   * Words by their English stems, with or without accents: {@code naïve runs} finds "Naive run".
   */
  ENGLISH,

  /** Words as they are written, in any language. */
  WORDS,

  /** Not at all: a collection that is only ever searched by {@link SearchMode#VECTOR}. */
  NONE
}
