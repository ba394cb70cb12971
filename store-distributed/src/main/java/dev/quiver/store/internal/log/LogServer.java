package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** One node's part in all its logs: one directory, one place on the network. Any thread. */
public interface LogServer extends Closeable {
  NodeId node();

  /**
   * Takes part in a log from now on, with what the directory has of it; a new log begins when it
   * has nothing. Returns once the state is open, before a leader is known. A replica that fails
   * later, because a disk was full, is closed and opened again by the server itself.
   *
   * @throws DamagedLogException if what is on disk cannot be trusted; nothing was changed, the
   *     server takes no part in the log, and {@link #rebuild} has it built anew from its peers
   */
  LogReplica join(LogId log, List<LogPeer> peers, ReplicatedState state) throws IOException;

  /**
   * Sets aside what the directory has of a log, says where, and has it built anew from its peers.
   * Until it has everything they have committed it gives no vote: a voter that has forgotten what
   * it acknowledged could make a leader of one that never knew it.
   *
   * @throws UnsupportedOperationException if the transport cannot withhold votes
   */
  LogReplica rebuild(LogId log, List<LogPeer> peers, ReplicatedState state) throws IOException;

  /**
   * Whether the directory has anything of a log. A log that ought to be there and is not has been
   * lost; joining would begin it anew.
   */
  boolean holds(LogId log) throws IOException;

  /**
   * Takes no part in the log any more; what is on disk stays. Takes up to a second, during which
   * other logs may come and go.
   */
  void leave(LogId log) throws IOException;

  /** Deletes what the directory has of a log this server takes no part in. */
  void discard(LogId log) throws IOException;

  /** Everything acknowledged by this node's logs is on disk when this returns. */
  void flush() throws IOException;

  /**
   * The crash drill: cut off from its peers first, then everything is let go of as it is. Nothing
   * is flushed, no snapshot taken, nothing handed over. The directory can be opened again at once.
   */
  void cut();

  /** Applies what is committed, makes the states durable, and closes. Nothing is handed over. */
  @Override
  void close() throws IOException;
}
