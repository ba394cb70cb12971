package dev.quiver.store.internal.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a node keeps its logs.
 *
 * @param flushInterval null: a command is acknowledged when it is on disk. Otherwise it is
 *     acknowledged before, and what was acknowledged longer ago than this is on disk
 * @param electionTimeoutMin how long a follower waits, at least, before it stands for election
 * @param electionTimeoutMax at most; which of the two apart is settled by chance
 * @param snapshotEvery entries after which the state is made durable and the log trimmed
 * @param keepEntries entries kept behind the snapshot, so that a peer that was away for less need
 *     not be sent the whole state
 */
public record LogOptions(
    @Nullable Duration flushInterval,
    Duration electionTimeoutMin,
    Duration electionTimeoutMax,
    long snapshotEvery,
    long keepEntries) {

  /** A peer that is alone waits for nobody. */
  public static final Duration ALONE_ELECTION_TIMEOUT = Duration.ofMillis(20);

  /** Building an index starves heartbeats on two cores for longer than one would like. */
  public static final Duration REPLICATED_ELECTION_TIMEOUT = Duration.ofMillis(500);

  /**
   * The largest command. Each open log has one buffer of this size outside the heap, on each node.
   */
  public static final int MAX_COMMAND_BYTES = 4 << 20;

  /** Log bytes after which the state is made durable, however few commands they are. */
  public static final long SNAPSHOT_EVERY_BYTES = 64L << 20;

  public static final long DEFAULT_SNAPSHOT_EVERY = 20_000;
  public static final long DEFAULT_KEEP_ENTRIES = 2_000;

  public LogOptions {
    if (flushInterval != null && !flushInterval.isPositive()) {
      throw new IllegalArgumentException(
          "flushInterval must be positive, but was " + flushInterval);
    }
    if (!electionTimeoutMin.isPositive() || electionTimeoutMax.compareTo(electionTimeoutMin) <= 0) {
      throw new IllegalArgumentException(
          "electionTimeoutMax must be above electionTimeoutMin ("
              + electionTimeoutMin
              + ", positive), but was "
              + electionTimeoutMax);
    }
    if (snapshotEvery < 1) {
      throw new IllegalArgumentException(
          "snapshotEvery must be at least 1, but was " + snapshotEvery);
    }
    if (keepEntries < 0) {
      throw new IllegalArgumentException("keepEntries must be at least 0, but was " + keepEntries);
    }
  }

  /** For logs of this many replicas; acknowledged when on disk. */
  public static LogOptions forReplicas(int replicas) {
    Duration election = replicas == 1 ? ALONE_ELECTION_TIMEOUT : REPLICATED_ELECTION_TIMEOUT;
    return new LogOptions(
        null, election, election.multipliedBy(2), DEFAULT_SNAPSHOT_EVERY, DEFAULT_KEEP_ENTRIES);
  }

  /** Whether a log has one peer, which nobody can take the lead over from. */
  boolean isAlone() {
    return electionTimeoutMin.equals(ALONE_ELECTION_TIMEOUT);
  }

  public LogOptions withFlushInterval(@Nullable Duration interval) {
    return new LogOptions(
        interval, electionTimeoutMin, electionTimeoutMax, snapshotEvery, keepEntries);
  }

  public LogOptions withSnapshots(long every, long keep) {
    return new LogOptions(flushInterval, electionTimeoutMin, electionTimeoutMax, every, keep);
  }
}
