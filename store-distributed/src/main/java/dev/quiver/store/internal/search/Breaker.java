package dev.quiver.store.internal.search;

import dev.quiver.core.failover.BreakerPolicy;
import java.util.BitSet;

/**
 * Whether one node may have its usual place among the replicas, by how its latest calls ended. Any
 * thread.
 *
 * <p>Three states: closed, every call counts; open, the node is asked last; on trial, a few calls
 * decide which of the two is next. It shuns and never forbids, so a shard whose other replicas are
 * away is still asked for here, and what that call teaches counts.
 */
final class Breaker {
  private enum State {
    CLOSED,
    OPEN,
    TRIAL
  }

  private final BreakerPolicy policy;
  private final BitSet failed;
  private State state = State.CLOSED;
  private int next;
  private int known;
  private long openedNanos;
  private int trialsSent;
  private int trialsPassed;

  Breaker(BreakerPolicy policy) {
    this.policy = policy;
    this.failed = new BitSet(policy.window());
  }

  /** Whether others are to be asked first. */
  synchronized boolean isShunned(long nowNanos) {
    if (state == State.OPEN && nowNanos - openedNanos >= policy.openFor().toNanos()) {
      state = State.TRIAL;
      trialsSent = 0;
      trialsPassed = 0;
    }
    return state == State.OPEN || (state == State.TRIAL && trialsSent >= policy.trialCalls());
  }

  synchronized void sent() {
    if (state == State.TRIAL) {
      trialsSent++;
    }
  }

  synchronized void answered() {
    switch (state) {
      case CLOSED -> count(false);
      case OPEN -> {} // the answer to a call from before, or of a shard's last replica
      case TRIAL -> {
        if (++trialsPassed >= policy.trialCalls()) {
          close();
        }
      }
    }
  }

  synchronized void failed(long nowNanos) {
    switch (state) {
      case CLOSED -> {
        count(true);
        if (known >= policy.minimumCalls()
            && failed.cardinality() >= policy.failureRate() * known) {
          open(nowNanos);
        }
      }
      case OPEN -> {} // it is known to fail
      case TRIAL -> open(nowNanos);
    }
  }

  /** A call ended that says nothing about the node; another may take its place as a trial. */
  synchronized void withdrawn() {
    if (state == State.TRIAL && trialsSent > trialsPassed) {
      trialsSent--;
    }
  }

  private void count(boolean isFailure) {
    failed.set(next, isFailure);
    next = (next + 1) % policy.window();
    known = Math.min(known + 1, policy.window());
  }

  private void open(long nowNanos) {
    state = State.OPEN;
    openedNanos = nowNanos;
  }

  private void close() {
    state = State.CLOSED;
    failed.clear();
    next = 0;
    known = 0;
  }
}
