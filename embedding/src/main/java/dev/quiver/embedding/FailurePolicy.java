package dev.quiver.embedding;

/** What a bad document does to the run. */
public enum FailurePolicy {
  /** It is reported, and the others go on. */
  SKIP,

  /** It ends the run with an exception; what is stored by then stays. */
  STOP
}
