package dev.quiver.store.internal.model;

/**
 * How the texts of a collection become the terms they are found by; the store's public option,
 * explained there. What a kind does is fixed for ever, because terms on disk were made by it:
 * another way to make them is another kind.
 */
public enum AnalysisKind {
  NONE,
  ENGLISH,
  WORDS
}
