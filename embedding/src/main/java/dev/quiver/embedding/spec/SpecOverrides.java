package dev.quiver.embedding.spec;

import org.jspecify.annotations.Nullable;

/**
 * What the caller knows better than a model's files; null leaves it to them. A file is not read for
 * what is overridden, so that it is not refused for it either.
 */
public record SpecOverrides(
    @Nullable Pooling pooling,
    @Nullable Boolean normalized,
    @Nullable Integer maxLength,
    @Nullable String queryPrefix,
    @Nullable String passagePrefix) {
  /** Everything as the files say. */
  public static final SpecOverrides NONE = new SpecOverrides(null, null, null, null, null);

  /** The spec with what is overridden put in its place. */
  public EncoderSpec over(EncoderSpec spec) {
    return new EncoderSpec(
        pooling == null ? spec.pooling() : pooling,
        normalized == null ? spec.normalized() : normalized,
        maxLength == null ? spec.maxLength() : maxLength,
        queryPrefix == null ? spec.queryPrefix() : queryPrefix,
        passagePrefix == null ? spec.passagePrefix() : passagePrefix);
  }
}
