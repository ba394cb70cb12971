package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.route.NodeCall;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One request to one node. How it ends is remembered, so that later reads choose better. */
final class Call<T> {
  private final NodeId node;
  private final List<ShardTrail> trails;
  private final NodeCall tally;
  private final long sentNanos;
  private final CompletableFuture<ShardAnswer<T>> future;

  Call(
      NodeId node,
      List<ShardTrail> trails,
      NodeCall tally,
      long sentNanos,
      CompletableFuture<ShardAnswer<T>> future) {
    this.node = node;
    this.trails = trails;
    this.tally = tally;
    this.sentNanos = sentNanos;
    this.future = future;
  }

  NodeId node() {
    return node;
  }

  List<ShardTrail> trails() {
    return trails;
  }

  long sentNanos() {
    return sentNanos;
  }

  CompletableFuture<ShardAnswer<T>> future() {
    return future;
  }

  void answered(Experience experience, Reading<?> reading, long nowNanos) {
    tally.answered(nowNanos);
    experience.took(node, reading, nowNanos - sentNanos);
    experience.breaker(node).answered();
  }

  /**
   * A node that is quick to fail is not a quick one. One that is busy, or waits for its log, is not
   * broken; neither is one that was given a request it had to refuse.
   */
  void failed(Experience experience, Throwable why, long nowNanos) {
    trails.forEach(trail -> trail.failed(node, why, trails.size() > 1));
    switch (why) {
      case ReplicaBehindException behind -> {
        tally.missed(nowNanos);
        experience.breaker(node).withdrawn();
      }
      case DeadlineExceededException late -> {
        tally.missed(nowNanos);
        experience.breaker(node).failed(nowNanos);
      }
      case NodeBusyException busy -> unjudged(experience);
      case IllegalArgumentException asked -> unjudged(experience);
      default -> {
        tally.refused();
        experience.breaker(node).failed(nowNanos);
      }
    }
  }

  private void unjudged(Experience experience) {
    tally.refused();
    experience.breaker(node).withdrawn();
  }

  /** Nobody waits for it any more, because the deadline came. */
  void ranOut(Experience experience, long nowNanos) {
    tally.missed(nowNanos);
    experience.breaker(node).failed(nowNanos);
    cancel();
  }

  /**
   * Nobody waits for it any more, because another answered first: it is at least as slow as this.
   */
  void lost(Experience experience, Reading<?> reading, long nowNanos) {
    tally.missed(nowNanos);
    experience.took(node, reading, nowNanos - sentNanos);
    experience.breaker(node).withdrawn();
    cancel();
  }

  /** The caller went away, which says nothing about the node. */
  void withdrawn(Experience experience) {
    unjudged(experience);
    cancel();
  }

  /** An answer that comes after all is closed by whoever completes the future. */
  private void cancel() {
    if (!future.cancel(true) && !future.isCompletedExceptionally()) {
      future.join().close();
    }
  }
}
