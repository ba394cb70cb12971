package dev.quiver.embedding.spec;

/** How the vectors of a text's tokens become the one vector of the text. */
public enum Pooling {
  /** The vector of the first token, which such models train to stand for the whole. */
  CLS,
  /** The mean of all tokens' vectors, special ones included. */
  MEAN,
  /** The vector of the last token, the only one that has seen all others in a decoder. */
  LAST_TOKEN
}
