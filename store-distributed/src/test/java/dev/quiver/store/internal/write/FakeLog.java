package dev.quiver.store.internal.write;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.LogReplica;
import dev.quiver.store.internal.log.ShardLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A log that leaves each append to the test. */
final class FakeLog implements ShardLog {
  /** One append under way. */
  record Append(Duration timeout, CompletableFuture<Position> future) {}

  final BlockingQueue<Append> appends = new LinkedBlockingQueue<>();
  private final LogId id;
  private final Consumer<Append> answer;

  FakeLog(ShardId shard, Consumer<Append> answer) {
    this.id = LogId.of(new UUID(1, 1), shard, "fake");
    this.answer = answer;
  }

  @Override
  public CompletableFuture<Position> append(byte[] command, Duration timeout) {
    var append = new Append(timeout, new CompletableFuture<>());
    appends.add(append);
    answer.accept(append);
    return append.future;
  }

  @Override
  public LogId id() {
    return id;
  }

  @Override
  public Position acknowledged() {
    return Position.NONE;
  }

  @Override
  public Position latest() {
    return Position.NONE;
  }

  @Override
  public Optional<NodeId> leader() {
    return Optional.empty();
  }

  @Override
  public boolean awaitLeader(Duration atMost) {
    return true;
  }

  @Override
  public List<LogReplica> replicas() {
    return List.of();
  }

  @Override
  public void close() {
    appends.clear();
  }
}
