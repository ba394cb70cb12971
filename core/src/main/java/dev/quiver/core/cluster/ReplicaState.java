package dev.quiver.core.cluster;

/** How ready one copy of a shard is. */
public enum ReplicaState {
  /** Opening, replaying or receiving a snapshot. Takes part in the log, answers no search. */
  LOADING,
  /** Answers searches at the position it states. */
  SERVING,
  /** Its node is stopped, or its data was refused. Answers nothing. */
  OFFLINE,
  /** Its files were found damaged while it ran. Answers nothing until it is rebuilt. */
  FAILED
}
