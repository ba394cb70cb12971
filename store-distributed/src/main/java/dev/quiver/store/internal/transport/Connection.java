package dev.quiver.store.internal.transport;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.ratis.server.RaftServer;

/**
 * A server's place in the network for as long as it runs, and the calls it has under way, in either
 * direction.
 *
 * <p>A server that closes forgets the entries it had yet to write, and with them the answers it
 * owes. A caller on another machine would lose its connection; one in this JVM would wait for ever,
 * and with it whoever waits for the caller. So closing a connection ends its calls.
 */
final class Connection {
  private final RaftServer server;
  private final Set<Watch> watched = ConcurrentHashMap.newKeySet();

  /** Shared by the calls that are at work in the server. */
  private final ReentrantReadWriteLock inside = new ReentrantReadWriteLock();

  private volatile boolean closed;

  Connection(RaftServer server) {
    this.server = server;
  }

  RaftServer server() {
    return server;
  }

  /** Until the watch ends, the call fails with this connection. */
  Watch watch(CompletableFuture<?> call) {
    Watch watch = new Watch(call);
    watched.add(watch);
    if (closed) {
      watch.fail();
    }
    return watch;
  }

  void close() {
    closed = true;
    watched.forEach(Watch::fail);
  }

  /** What a call does in the server. */
  interface Work {
    void run() throws IOException;
  }

  void enter(Work work) throws IOException {
    inside.readLock().lock();
    try {
      if (closed) {
        throw gone();
      }
      work.run();
    } finally {
      inside.readLock().unlock();
    }
  }

  /** Lets no call in any more, and returns when none is at work in the server, given up or not. */
  void awaitRest() {
    inside.writeLock().lock();
    try {
      closed = true;
    } finally {
      inside.writeLock().unlock();
    }
  }

  private IOException gone() {
    return new IOException("node " + server.getId() + " is gone");
  }

  /** A call under way. */
  final class Watch {
    private final CompletableFuture<?> call;

    private Watch(CompletableFuture<?> call) {
      this.call = call;
    }

    private void fail() {
      call.completeExceptionally(gone());
    }

    void end() {
      watched.remove(this);
    }
  }
}
