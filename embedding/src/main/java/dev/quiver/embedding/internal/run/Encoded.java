package dev.quiver.embedding.internal.run;

/** A text's vector, and how many of its tokens the model has read. */
public final class Encoded {
  private final float[] vector;
  private final int tokens;

  Encoded(float[] vector, int tokens) {
    this.vector = vector;
    this.tokens = tokens;
  }

  /** Not a copy: whoever asked for it owns it. */
  public float[] vector() {
    return vector;
  }

  /** Special tokens not counted. */
  public int tokens() {
    return tokens;
  }
}
