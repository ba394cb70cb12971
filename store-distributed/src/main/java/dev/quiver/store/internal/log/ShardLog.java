package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One log as those who write to it see it, whichever node leads it just then. Any thread. */
public interface ShardLog extends AutoCloseable {
  LogId id();

  /**
   * Appends a command. The future completes when a majority has the command, as durably as the
   * log's options say, and the leader has applied it. Attempts that a peer refused are made again,
   * through an election, until the time is over; a command is applied at most once for that.
   *
   * <p>Does not block beyond handing the command over. Commands handed over one after the other by
   * one thread are appended in that order, as long as none of them meets an election.
   *
   * <p>The future fails with {@link LogRejectedException} if the command was certainly not
   * appended, with {@link LogOutcomeUnknownException} if it may have been. It completes on a thread
   * of the log: dependents must not block it.
   *
   * @param command not to be changed afterwards
   */
  CompletableFuture<Position> append(byte[] command, Duration timeout);

  /** The highest position this object has acknowledged. Never blocks. */
  Position acknowledged();

  /**
   * A position no acknowledged command lies beyond, as far as this JVM can know: the highest of
   * what was acknowledged here, what any replica in this JVM knows to be committed, and the last
   * known of those that have stopped. Needs no leader and no message.
   */
  Position latest();

  /** Who leads, as far as any replica in this JVM knows. */
  Optional<NodeId> leader();

  /**
   * Waits until there is a leader, who has applied whatever was committed before; false if the time
   * is over first. {@link #latest} can be relied on from then on. Where a network is used, it is
   * enough that a replica in this JVM knows of a leader.
   */
  boolean awaitLeader(Duration atMost) throws InterruptedException;

  /** The replicas in this JVM, stopped ones included, ordered by node. */
  List<LogReplica> replicas();

  /** Ends what is being waited for: such commands fail with an unknown outcome, or as rejected. */
  @Override
  void close();
}
