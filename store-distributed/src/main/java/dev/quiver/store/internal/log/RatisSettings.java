package dev.quiver.store.internal.log;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What Quiver asks of Ratis, with the reasons. One set for all logs of a node. */
final class RatisSettings {
  /** Around a command: term, index, client, call and checksum. */
  private static final int ENTRY_OVERHEAD_BYTES = 1 << 10;

  /**
   * Small, because every log of every replica in the JVM holds its open segment on the heap, and a
   * closed one until it is applied; and because trimming gives back whole segments.
   */
  private static final int SEGMENT_BYTES = 2 << 20;

  private static final int CACHED_SEGMENTS = 2;

  /**
   * Zeros written ahead, so that a flush need not record a new length; twice the write otherwise.
   */
  private static final int PREALLOCATED_BYTES = 512 << 10;

  private static final int PENDING_BYTES = 16 << 20;
  private static final int PENDING_COMMANDS = 1024;
  private static final int SNAPSHOT_CHUNK_BYTES = 1 << 20;

  /** Trimming goes by whole segments anyway. */
  private static final int TRIM_AT_LEAST_ENTRIES = 16;

  /** The first election waits for nobody who is known to be there. */
  private static final Duration FIRST_ELECTION_MIN = Duration.ofMillis(15);

  private static final Duration FIRST_ELECTION_MAX = Duration.ofMillis(45);

  private static final Duration NEVER = Duration.ofDays(365);

  /** For how long a leader recognises a command it has had before. */
  static final Duration COMMANDS_REMEMBERED = Duration.ofSeconds(10);

  private RatisSettings() {}

  static NodeProperties of(LogOptions options, Path directory) {
    NodeProperties p = new NodeProperties(directory);
    timing(p, options);
    log(p, options);
    memory(p);
    RaftServerConfigKeys.RetryCache.setExpiryTime(p, millis(COMMANDS_REMEMBERED));
    // The state commits by itself; the trigger is on, and out of reach, so that a stop commits too.
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, true);
    RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(p, Long.MAX_VALUE);
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(p, true);
    RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(p, true);
    return p;
  }

  private static void timing(RaftProperties p, LogOptions options) {
    RaftServerConfigKeys.Rpc.setTimeoutMin(p, millis(options.electionTimeoutMin()));
    RaftServerConfigKeys.Rpc.setTimeoutMax(p, millis(options.electionTimeoutMax()));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, millis(FIRST_ELECTION_MIN));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, millis(FIRST_ELECTION_MAX));
    // A pause as long as this costs a leader the lead, and its commands under way their answers:
    // with nobody else to lead, all of it for nothing.
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
        p, millis(options.isAlone() ? NEVER : options.electionTimeoutMax()));
    // A laptop that was asleep is no reason to close the store.
    RaftServerConfigKeys.setCloseThreshold(p, millis(NEVER));
  }

  private static void log(RaftProperties p, LogOptions options) {
    RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf(SEGMENT_BYTES));
    RaftServerConfigKeys.Log.setPreallocatedSize(p, SizeInBytes.valueOf(PREALLOCATED_BYTES));
    RaftServerConfigKeys.Log.setUnsafeFlushEnabled(p, options.flushInterval() != null);
    // Otherwise a peer that is away keeps the log from being trimmed for as long as it is.
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
    RaftServerConfigKeys.Log.setPurgePreservationLogNum(p, options.keepEntries());
    RaftServerConfigKeys.Log.setPurgeGap(p, TRIM_AT_LEAST_ENTRIES);
    RaftServerConfigKeys.Log.setLogMetadataEnabled(p, true);
    RaftServerConfigKeys.Log.setCorruptionPolicy(
        p, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
  }

  private static void memory(RaftProperties p) {
    int entry = LogOptions.MAX_COMMAND_BYTES + ENTRY_OVERHEAD_BYTES;
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, SizeInBytes.valueOf(entry));
    RaftServerConfigKeys.Log.setWriteBufferSize(
        p, SizeInBytes.valueOf(entry + ENTRY_OVERHEAD_BYTES));
    RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(
        p, SizeInBytes.valueOf(SNAPSHOT_CHUNK_BYTES));
    // By size alone: every term closes a segment, however small, and a log that evicts while it is
    // closed may wait for itself (the closing thread holds the lock that evicting asks for).
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, Integer.MAX_VALUE);
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(
        p, SizeInBytes.valueOf((long) CACHED_SEGMENTS * SEGMENT_BYTES));
    RaftServerConfigKeys.Log.setQueueByteLimit(p, SizeInBytes.valueOf(PENDING_BYTES));
    RaftServerConfigKeys.Log.setQueueElementLimit(p, PENDING_COMMANDS);
    RaftServerConfigKeys.Write.setByteLimit(p, SizeInBytes.valueOf(PENDING_BYTES));
    RaftServerConfigKeys.Write.setElementLimit(p, PENDING_COMMANDS);
  }

  private static TimeDuration millis(Duration duration) {
    return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
