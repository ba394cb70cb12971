package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.index.EngineOptions;
import dev.quiver.store.internal.log.LogOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the nodes of a cluster run; the same for all collections that share them.
 *
 * @param nodes how many there must be; null: as many as there are, or one
 * @param temporary whether the directory is deleted when the last collection is closed
 * @param flushInterval null: acknowledged writes are on disk; else they are within this time
 * @param nodeMemoryLimit bytes a node may take; null: its share of 70 % of what the heap leaves
 * @param preload whether opening an index reads it into memory
 * @param retention null: as logs do by default
 * @param workersPerNode threads that search on each node; null: its share of the processors, more
 *     while the others leave theirs
 */
public record ClusterOptions(
    @Nullable Integer nodes,
    boolean temporary,
    @Nullable Duration flushInterval,
    @Nullable Long nodeMemoryLimit,
    Duration loadInterval,
    boolean preload,
    @Nullable Retention retention,
    @Nullable Integer workersPerNode) {
  /** Nodes that share the processors. */
  public ClusterOptions(
      @Nullable Integer nodes,
      boolean temporary,
      @Nullable Duration flushInterval,
      @Nullable Long nodeMemoryLimit,
      Duration loadInterval,
      boolean preload,
      @Nullable Retention retention) {
    this(nodes, temporary, flushInterval, nodeMemoryLimit, loadInterval, preload, retention, null);
  }

  /** How long opening and creating may wait for a majority of the nodes. */
  static final Duration OPEN_TIMEOUT = Duration.ofSeconds(30);

  /**
   * How much of a log stays.
   *
   * @param snapshotEvery commands after which a replica is made durable
   * @param keepEntries entries kept behind that, for a node that was away
   */
  public record Retention(long snapshotEvery, long keepEntries) {}

  LogOptions logOptions(int replicas) {
    LogOptions logs = LogOptions.forReplicas(replicas).withFlushInterval(flushInterval);
    return retention == null
        ? logs
        : logs.withSnapshots(retention.snapshotEvery, retention.keepEntries);
  }

  EngineOptions engine(NodeId node) {
    return new EngineOptions(
        "quiver-" + node, null, 1, EngineOptions.DEFAULT_BUFFER_MEGABYTES, preload);
  }

  SharedProcessors processors() {
    return new SharedProcessors(Runtime.getRuntime().availableProcessors(), workersPerNode);
  }

  void deleteIfTemporary(ClusterLocation location) throws IOException {
    Path directory = location.directory();
    if (temporary && directory != null) {
      Folders.delete(directory);
    }
  }

  /** Collections that share the nodes must agree on what concerns the nodes. */
  void requireSame(ClusterOptions wanted, int open) {
    if (wanted.nodes != null) {
      requireSame("nodes", open, wanted.nodes);
    }
    requireSame("durability", durability(), wanted.durability());
  }

  static void requireSame(String setting, Object here, Object wanted) {
    if (!here.equals(wanted)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must be %s, as for the other collections of this directory, but was %s",
              setting,
              here,
              wanted));
    }
  }

  private String durability() {
    return flushInterval == null ? "every write" : "an interval of " + flushInterval;
  }
}
