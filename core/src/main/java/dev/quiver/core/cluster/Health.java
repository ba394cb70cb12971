package dev.quiver.core.cluster;

/** What the others think of a node. */
public enum Health {
  /** Answers in time. Gets its full share of requests. */
  UP,
  /** Missed deadlines lately, but not enough of them to be given up. Asked only after the rest. */
  SUSPECT,
  /** Given up, stopped or unreachable. Never asked, and its replicas are not counted on. */
  DOWN
}
