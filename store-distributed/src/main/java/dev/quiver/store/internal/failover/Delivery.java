package dev.quiver.store.internal.failover;

import dev.quiver.store.error.NoClusterAvailableException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.failover.Outcome.Done;
import dev.quiver.store.internal.failover.Outcome.Failed;
import dev.quiver.store.internal.failover.Outcome.Refused;
import dev.quiver.store.internal.handoff.Room;
import dev.quiver.store.internal.port.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One write on its way to all clusters. It holds the turn for its records from before the first
 * step to after the last, so no other write of them is anywhere between these steps.
 *
 * <ol>
 *   <li>Room in every queue, so that what is begun can be brought to an end.
 *   <li>The first cluster that is level and healthy is written. What it refuses is refused, and has
 *       gone nowhere else.
 *   <li>The other level and healthy clusters are written, all at the same time.
 *   <li>Whoever does not have it by now gets it into his queue, on disk.
 * </ol>
 *
 * <p>An attempt that failed may have happened. From then on there is no way back: the write is
 * carried to every cluster, by way of the queue of the one that failed, so that all end in the same
 * state, even where no cluster could be seen to take it and the caller is told that the outcome is
 * unknown.
 */
final class Delivery<Q, A> implements Closeable {
  /** What is known of the write at one cluster. */
  private enum Stand {
    UNTOUCHED,
    MAY_HAVE_IT,
    HAS_IT,
    REFUSES_IT
  }

  private final Write write;
  private final List<Lane<Q, A>> lanes;
  private final Deadline deadline;
  private final Stand[] stands;
  private final List<Room> rooms = new ArrayList<>();
  private final Map<String, Throwable> causes = new LinkedHashMap<>();
  private @Nullable RuntimeException refusal;

  Delivery(Write write, List<Lane<Q, A>> lanes, Deadline deadline) {
    this.write = write;
    this.lanes = lanes;
    this.deadline = deadline;
    this.stands = new Stand[lanes.size()];
    Arrays.fill(stands, Stand.UNTOUCHED);
  }

  static Backlog backlogOf(Lane<?, ?> lane) {
    return Objects.requireNonNull(lane.backlog(), "a lane that all writes go to has a backlog");
  }

  void reserve() {
    long bytes = write.sizeBound();
    for (Lane<Q, A> lane : lanes) {
      try {
        rooms.add(backlogOf(lane).reserve(bytes));
      } catch (IOException full) {
        throw write.notStored(unwritable(lane, full));
      }
    }
  }

  private static StoreUnavailableException unwritable(Lane<?, ?> lane, IOException failed) {
    return new StoreUnavailableException(
        "hand-off queue of " + lane.name() + " cannot be written: " + failed.getMessage(), failed);
  }

  void run(Rounds rounds) {
    try {
      rounds.run(this::first);
    } catch (RoundFailedException none) {
      var why = new NoClusterAvailableException("take the write", none.causes());
      if (Arrays.stream(stands).allMatch(stand -> stand == Stand.UNTOUCHED)) {
        throw write.notStored(why);
      }
      handOff();
      throw write.unknown(why);
    }
    others();
    handOff();
    if (refusal != null) {
      throw write.unknown(refusal);
    }
  }

  private Boolean first() throws RoundFailedException {
    for (boolean healthy : new boolean[] {true, false}) {
      for (int i = 0; i < lanes.size(); i++) {
        Lane<Q, A> lane = lanes.get(i);
        if (lane.breaker().isClosed() != healthy || !isLevel(lane)) {
          continue;
        }
        settle(i, lane.finish(begin(i), deadline, backlogOf(lane)::waitFor));
        if (stands[i] == Stand.HAS_IT) {
          return true;
        }
        if (stands[i] == Stand.REFUSES_IT) {
          throw Objects.requireNonNull(refusal);
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new RoundFailedException(causes, deadline);
        }
      }
    }
    throw new RoundFailedException(causes, deadline);
  }

  private boolean isLevel(Lane<Q, A> lane) {
    Backlog backlog = backlogOf(lane);
    if (!backlog.isLevel()) {
      causes.putIfAbsent(
          lane.name(),
          new StoreUnavailableException(
              "it has yet to catch up with " + backlog.length() + " writes", null));
      return false;
    }
    return true;
  }

  private Lane.Pending<Boolean> begin(int i) {
    return lanes.get(i).begin(write.command(), stands[i] == Stand.MAY_HAVE_IT, deadline);
  }

  private void settle(int i, Outcome<Boolean> outcome) {
    switch (outcome) {
      case Done<Boolean> done -> stands[i] = Stand.HAS_IT;
      case Refused<Boolean>(var why) -> {
        stands[i] = Stand.REFUSES_IT;
        refusal = why;
      }
      case Failed<Boolean>(var why, var begun) -> {
        causes.put(lanes.get(i).name(), why);
        if (begun && !write.isUndone(why)) {
          stands[i] = Stand.MAY_HAVE_IT;
        }
      }
    }
  }

  private void others() {
    var pending = new LinkedHashMap<Integer, Lane.Pending<Boolean>>();
    for (int i = 0; i < lanes.size(); i++) {
      if (stands[i] == Stand.UNTOUCHED && isReady(lanes.get(i))) {
        pending.put(i, begin(i));
      }
    }
    pending.forEach(
        (i, attempt) -> {
          Lane<Q, A> lane = lanes.get(i);
          settle(i, lane.finish(attempt, deadline, backlogOf(lane)::waitFor));
        });
  }

  /** Whoever could not take the write a moment ago gets it when it has recovered. */
  private boolean isReady(Lane<Q, A> lane) {
    return !causes.containsKey(lane.name())
        && lane.breaker().isClosed()
        && backlogOf(lane).isLevel();
  }

  private void handOff() {
    StoreUnavailableException failure = null;
    for (int i = 0; i < lanes.size(); i++) {
      if (stands[i] == Stand.UNTOUCHED || stands[i] == Stand.MAY_HAVE_IT) {
        try {
          backlogOf(lanes.get(i)).append(rooms.get(i), write.encoded());
        } catch (IOException failed) {
          failure = unwritable(lanes.get(i), failed);
        }
      }
    }
    if (failure != null) {
      throw write.unknown(failure);
    }
  }

  @Override
  public void close() {
    rooms.forEach(Room::close);
  }
}
