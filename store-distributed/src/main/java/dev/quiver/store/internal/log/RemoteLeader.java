package dev.quiver.store.internal.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.util.TimeDuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to a leader that is not in this JVM: a Ratis client, connected at the first command. */
final class RemoteLeader implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteLeader.class);
  private static final int ATTEMPTS = 100;
  private static final TimeDuration BETWEEN_ATTEMPTS =
      TimeDuration.valueOf(100, TimeUnit.MILLISECONDS);

  private final LogTransport transport;
  private final LogId log;
  private final List<LogPeer> peers;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable RaftClient client;
  private boolean closed;

  RemoteLeader(LogTransport transport, LogId log, List<LogPeer> peers) {
    this.transport = transport;
    this.log = log;
    this.peers = peers;
  }

  /** Finds the leader and keeps trying, under one number, for about ten seconds. */
  CompletableFuture<RaftClientReply> send(Submission command) {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(new IOException("log " + log + " is closed"));
      }
      if (client == null) {
        client = connect();
      }
      return client.async().send(command);
    } finally {
      lock.unlock();
    }
  }

  private RaftClient connect() {
    RaftProperties properties = new RaftProperties();
    Parameters parameters = new Parameters();
    transport.configure(peers.getFirst(), properties, parameters);
    return RaftClient.newBuilder()
        .setRaftGroup(RatisGroups.of(log, peers))
        .setProperties(properties)
        .setParameters(parameters)
        .setRetryPolicy(
            RetryPolicies.retryUpToMaximumCountWithFixedSleep(ATTEMPTS, BETWEEN_ATTEMPTS))
        .build();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (client != null) {
        client.close();
        client = null;
      }
    } catch (IOException e) {
      LOG.warn("log {}: the connection to its leader did not close", log, e);
    } finally {
      lock.unlock();
    }
  }
}
