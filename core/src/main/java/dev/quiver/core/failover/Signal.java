package dev.quiver.core.failover;

/** One thing learnt about a node by asking it. */
public enum Signal {
  /** It answered in time. A refusal because its queue is full is an answer too: it is alive. */
  ANSWERED,
  /** It did not answer before the deadline. It may be slow, cut off or dead. */
  MISSED,
  /** It is certainly not there: connection refused, process gone, stopped on purpose. */
  GONE
}
