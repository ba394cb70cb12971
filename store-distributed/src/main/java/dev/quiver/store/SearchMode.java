package dev.quiver.store;

/** What a search ranks by. */
public enum SearchMode {
  /** The vectors alone. */
  VECTOR
}
