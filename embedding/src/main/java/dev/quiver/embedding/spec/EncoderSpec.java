package dev.quiver.embedding.spec;

import java.util.Objects;

/**
 * What has to be known about an encoder beside its graph and its tokens.
 *
 * @param pooling how token vectors become one; of no effect where the graph pools by itself
 * @param normalized whether vectors are scaled to length 1
 * @param maxLength the most tokens of one input, special ones included; longer texts are cut
 * @param queryPrefix put before a text that searches; empty for none
 * @param passagePrefix put before a text that is to be found; empty for none
 */
public record EncoderSpec(
    Pooling pooling, boolean normalized, int maxLength, String queryPrefix, String passagePrefix) {
  /** The longest input that any encoder is taken to have. */
  public static final int LONGEST_INPUT = 32_768;

  private static final int SHORTEST_INPUT = 3;

  public EncoderSpec {
    Objects.requireNonNull(pooling, "pooling");
    Objects.requireNonNull(queryPrefix, "queryPrefix");
    Objects.requireNonNull(passagePrefix, "passagePrefix");
    if (maxLength < SHORTEST_INPUT || maxLength > LONGEST_INPUT) {
      throw new IllegalArgumentException(
          "maxLength must be between "
              + SHORTEST_INPUT
              + " and "
              + LONGEST_INPUT
              + ", but was "
              + maxLength);
    }
  }
}
