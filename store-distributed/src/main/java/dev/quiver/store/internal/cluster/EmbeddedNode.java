package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.index.IndexEngine;
import dev.quiver.store.internal.log.LogNetwork;
import dev.quiver.store.internal.log.LogPeer;
import dev.quiver.store.internal.log.LogServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A node while it runs: its directory, its part in the logs, its workers. One object per start; a
 * stopped node is started as a new one.
 */
final class EmbeddedNode implements Closeable {
  private final NodeId id;
  private final Path logs;
  private final LogServer server;
  private final Workers workers;
  private final IndexEngine engine;

  private EmbeddedNode(
      NodeId id, Path logs, LogServer server, Workers workers, IndexEngine engine) {
    this.id = id;
    this.logs = logs;
    this.server = server;
    this.workers = workers;
    this.engine = engine;
  }

  static EmbeddedNode start(
      NodeId id, Path logs, LogNetwork network, ClusterOptions options, int nodes) {
    try {
      LogServer server = network.start(LogPeer.of(id, 0), logs, options.logOptions(nodes));
      try {
        var workers = options.processors().workers(id, nodes);
        return new EmbeddedNode(
            id,
            logs,
            server,
            workers,
            new IndexEngine(options.engine(id).withHelpers(workers::help)));
      } catch (RuntimeException | Error failed) {
        throw Closing.after(failed, server::close);
      }
    } catch (IOException failed) {
      throw new StoreUnavailableException(
          String.format(Locale.ROOT, "%s cannot start: %s", id, failed), failed);
    }
  }

  NodeId id() {
    return id;
  }

  /** Where it keeps what it has of its logs. */
  Path logs() {
    return logs;
  }

  LogServer server() {
    return server;
  }

  Workers workers() {
    return workers;
  }

  IndexEngine engine() {
    return engine;
  }

  /** After the server was cut: ends the threads and lets go of what they use. */
  void release() {
    Closing.all(workers::stop, engine::close);
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      release();
    }
  }
}
