package dev.quiver.embedding.internal.tokens;

/** The tokens of one text, special ones included, cut to what the model reads. */
public final class Tokens {
  private final long[] ids;
  private final long[] types;
  private final int textTokens;
  private final boolean truncated;

  Tokens(long[] ids, long[] types, int textTokens, boolean truncated) {
    this.ids = ids;
    this.types = types;
    this.textTokens = textTokens;
    this.truncated = truncated;
  }

  /** The ids, not a copy. */
  public long[] ids() {
    return ids;
  }

  /** The type of each token, not a copy. */
  public long[] types() {
    return types;
  }

  /** How many of the tokens came from the text. */
  public int textTokens() {
    return textTokens;
  }

  /** Whether the text went on. */
  public boolean isTruncated() {
    return truncated;
  }
}
