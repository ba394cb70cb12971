package dev.quiver.store;

import java.nio.file.Path;

/** What an operator does to a running cluster. */
public interface ClusterAdmin {

  /** The nodes and the shards of the collection as they are right now. */
  ClusterStatus status();

  /**
   * A crash drill: the node's transport is cut first, then it is gone. Nothing is handed over,
   * flushed or snapshotted.
   */
  void stopNode(String node);

  /** Brings a stopped node back: it recovers from its own disk, then catches up with the others. */
  void startNode(String node);

  /** Merges every replica's segments and drops what was deleted. Returns when done. */
  void compact();

  /** Writes a consistent copy of the collection into a directory, which must be empty or new. */
  void snapshot(Path target);
}
