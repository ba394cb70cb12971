package dev.quiver.embedding.internal.ingest;

/** What the time of a run goes into. */
public enum Stage {
  /** Having documents read and parsed, and telling whether they are known. */
  READ,
  SPLIT,
  EMBED,
  STORE,
  /** Writing the ledger. */
  NOTE
}
