package dev.quiver.core.route;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call under way to one node. It counts as in flight until one of its three ends is reported;
 * the first report wins, so an answer that comes in after the caller gave up counts nothing twice.
 */
public final class NodeCall {
  private final NodeTally tally;
  private final int shards;
  private final long sentNanos;
  private final AtomicBoolean ended = new AtomicBoolean();

  NodeCall(NodeTally tally, int shards, long sentNanos) {
    this.tally = tally;
    this.shards = shards;
    this.sentNanos = sentNanos;
    tally.sent(shards);
  }

  /** The node answered. */
  public void answered(long nowNanos) {
    if (end()) {
      tally.took((nowNanos - sentNanos) / (double) shards);
    }
  }

  /** The caller stopped waiting: the node is at least as slow as this. */
  public void missed(long nowNanos) {
    answered(nowNanos);
  }

  /** The node turned the call away. Quick refusals say nothing about how quickly it answers. */
  public void refused() {
    end();
  }

  private boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    tally.ended(shards);
    return true;
  }
}
