package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.Position;

/**
 * Where a log's committed part ends, as far as it was looked at.
 *
 * @param command the last one committed
 * @param examined up to this index no command follows it, only Ratis's own entries
 */
record CommittedEnd(Position command, long examined) {
  static final CommittedEnd NONE = new CommittedEnd(Position.NONE, 0);

  /** Both are true of one log: whoever knows a later command has looked further. */
  CommittedEnd and(CommittedEnd other) {
    if (command.equals(other.command)) {
      return examined >= other.examined ? this : other;
    }
    return command.isAtLeast(other.command) ? this : other;
  }

  /** For a log that is opened again and may have lost its end. */
  CommittedEnd unexamined() {
    return new CommittedEnd(command, 0);
  }
}
