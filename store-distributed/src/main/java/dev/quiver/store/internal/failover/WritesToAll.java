package dev.quiver.store.internal.failover;

import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.port.Deadline;
import java.util.List;

/** Every write goes to every cluster, at once or by way of its queue. */
final class WritesToAll<Q, A> implements Writes {
  private final List<Lane<Q, A>> lanes;
  private final FailoverOptions options;
  private final Changes changes;
  private final Rounds rounds;
  private final WriteOrder order = new WriteOrder();

  WritesToAll(List<Lane<Q, A>> lanes, FailoverOptions options, Changes changes) {
    this.lanes = lanes;
    this.options = options;
    this.changes = changes;
    this.rounds = new Rounds(options.retries());
  }

  @Override
  public void write(Write write) {
    Deadline deadline = Deadline.after(options.timeout());
    Turn turn = order.enter(Footprint.of(write.command()));
    try {
      if (!turn.await(deadline)) {
        throw write.notStored(
            new DeadlineExceededException("waiting for earlier writes", options.timeout()));
      }
      try (var delivery = new Delivery<>(write, lanes, deadline)) {
        delivery.reserve();
        awaitNearlyLevel(deadline);
        delivery.run(rounds);
      }
    } finally {
      turn.end();
    }
  }

  /** A moment's patience with clusters about to catch up, and with all of them being behind. */
  private void awaitNearlyLevel(Deadline deadline) {
    if (isReady()) {
      return;
    }
    try {
      changes.await(
          this::isReady, Math.min(options.attemptTimeout().toNanos(), deadline.remainingNanos()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isReady() {
    boolean anyIsLevel = false;
    boolean anyCatchesUp = false;
    for (Lane<Q, A> lane : lanes) {
      Backlog backlog = Delivery.backlogOf(lane);
      if (backlog.isFinishing()) {
        return false;
      }
      anyIsLevel |= backlog.isLevel();
      anyCatchesUp |= lane.breaker().isClosed();
    }
    return anyIsLevel || !anyCatchesUp;
  }
}
