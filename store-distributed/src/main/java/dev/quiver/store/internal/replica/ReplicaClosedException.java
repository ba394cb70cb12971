package dev.quiver.store.internal.replica;

import java.io.IOException;

/** This copy of the shard is closed, for good or for the moment. Another one may answer. */
public final class ReplicaClosedException extends IOException {
  ReplicaClosedException() {
    super("this copy of the shard is closed");
  }
}
