package dev.quiver.store.internal.failover;

import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.NoClusterAvailableException;
import dev.quiver.store.internal.failover.Outcome.Done;
import dev.quiver.store.internal.failover.Outcome.Failed;
import dev.quiver.store.internal.failover.Outcome.Refused;
import dev.quiver.store.internal.port.Deadline;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes go to the first cluster and nowhere else; how the others get them is not our affair. One
 * that may still be under way is not repeated, and what touches the same records waits for its end.
 */
final class PrimaryWrites<Q, A> implements Writes {
  private static final CompletionStage<?> NOTHING = CompletableFuture.completedFuture(null);

  private final Lane<Q, A> primary;
  private final FailoverOptions options;
  private final Rounds rounds;
  private final WriteOrder order = new WriteOrder();

  PrimaryWrites(List<Lane<Q, A>> lanes, FailoverOptions options) {
    this.primary = lanes.getFirst();
    this.options = options;
    this.rounds = new Rounds(options.retries());
  }

  /** What became of the attempts so far, for the thread of the write alone. */
  private static final class State {
    private CompletionStage<?> underWay = NOTHING;
    private boolean begun;

    void underWay(CompletionStage<?> attempt) {
      underWay = attempt;
    }
  }

  @Override
  public void write(Write write) {
    Deadline deadline = Deadline.after(options.timeout());
    Turn turn = order.enter(Footprint.of(write.command()));
    var state = new State();
    try {
      if (!turn.await(deadline)) {
        throw write.notStored(
            new DeadlineExceededException("waiting for earlier writes", options.timeout()));
      }
      rounds.run(() -> round(write, state, deadline));
    } catch (RoundFailedException failed) {
      var why = new NoClusterAvailableException("take the write", failed.causes());
      throw state.begun ? write.unknown(why) : write.notStored(why);
    } finally {
      turn.endAfter(state.underWay);
    }
  }

  private Boolean round(Write write, State state, Deadline deadline) throws RoundFailedException {
    boolean again = state.begun;
    Outcome<Boolean> outcome = primary.write(write.command(), again, deadline, state::underWay);
    return switch (outcome) {
      case Done<Boolean>(var done) -> done;
      case Refused<Boolean>(var why) -> throw why;
      case Failed<Boolean>(var why, var begun) -> {
        state.begun = again || (begun && !write.isUndone(why));
        Map<String, Throwable> causes = Map.of(primary.name(), why);
        if (!state.underWay.toCompletableFuture().isDone()) {
          throw write.unknown(new NoClusterAvailableException("take the write", causes));
        }
        throw new RoundFailedException(causes, deadline);
      }
    };
  }
}
