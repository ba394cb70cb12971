package dev.quiver.store.internal.failover;

import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.error.NoClusterAvailableException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.failover.Outcome.Done;
import dev.quiver.store.internal.failover.Outcome.Failed;
import dev.quiver.store.internal.failover.Outcome.Refused;
import dev.quiver.store.internal.port.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Asks the most preferred cluster that is fit to answer, and the others when it does not. */
final class Reads<Q, A> {
  private final List<Lane<Q, A>> lanes;
  private final FailoverOptions options;
  private final Rounds rounds;

  Reads(List<Lane<Q, A>> lanes, FailoverOptions options) {
    this.lanes = lanes;
    this.options = options;
    this.rounds = new Rounds(options.retries());
  }

  A search(Q query) {
    Deadline deadline = Deadline.after(options.timeout());
    try {
      return rounds.run(() -> round(query, deadline));
    } catch (RoundFailedException failed) {
      requireUninterrupted();
      throw new NoClusterAvailableException("answer the search", failed.causes());
    }
  }

  private static void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CallInterruptedException("the search", new InterruptedException());
    }
  }

  private A round(Q query, Deadline deadline) throws RoundFailedException {
    var causes = new LinkedHashMap<String, Throwable>();
    for (Lane<Q, A> lane : inOrder()) {
      if (lane.lagMillis() > options.maxLag().toMillis()) {
        causes.put(lane.name(), tooFarBehind(lane));
        continue;
      }
      switch (lane.search(query, deadline)) {
        case Done<A>(var answer) -> {
          return answer;
        }
        case Refused<A>(var why) -> throw why;
        case Failed<A>(var why, var begun) -> causes.put(lane.name(), why);
      }
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    throw new RoundFailedException(causes, deadline);
  }

  /** Those that are fit, then those that are down: one of them may be back and not yet proved. */
  private List<Lane<Q, A>> inOrder() {
    var fit = new ArrayList<Lane<Q, A>>(lanes.size());
    var down = new ArrayList<Lane<Q, A>>(0);
    for (Lane<Q, A> lane : lanes) {
      (lane.breaker().isClosed() ? fit : down).add(lane);
    }
    fit.addAll(down);
    return fit;
  }

  private StoreUnavailableException tooFarBehind(Lane<Q, A> lane) {
    return new StoreUnavailableException(
        "it must be at most "
            + options.maxLag().toMillis()
            + " ms behind, but is "
            + lane.lagMillis()
            + " ms behind",
        null);
  }
}
