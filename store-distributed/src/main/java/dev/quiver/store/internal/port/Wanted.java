package dev.quiver.store.internal.port;

/** What an answer is to hold of each record found, beside its score and key. */
public enum Wanted {
  KEY,
  VECTOR,
  RECORD
}
