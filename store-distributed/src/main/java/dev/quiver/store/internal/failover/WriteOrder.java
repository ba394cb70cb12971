package dev.quiver.store.internal.failover;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one order of all writes that may touch the same record. A write's place is decided when it
 * enters; it begins when every earlier write that it may collide with has ended. Writes of
 * different ids do not wait for each other.
 */
final class WriteOrder {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Turn> lastOf = new HashMap<>();
  private @Nullable Turn lastOfAny;

  Turn enter(Footprint footprint) {
    lock.lock();
    try {
      return switch (footprint) {
        case Footprint.Ids ids -> behindIds(ids);
        case Footprint.Any any -> behindAll(any);
      };
    } finally {
      lock.unlock();
    }
  }

  private Turn behindIds(Footprint.Ids footprint) {
    var before = new LinkedHashSet<Turn>();
    if (lastOfAny != null) {
      before.add(lastOfAny);
    }
    for (String id : footprint.ids()) {
      Turn last = lastOf.get(id);
      if (last != null) {
        before.add(last);
      }
    }
    var turn = new Turn(this, footprint, before);
    footprint.ids().forEach(id -> lastOf.put(id, turn));
    return turn;
  }

  /** The last of an id ends after all of that id, so waiting for these is waiting for all. */
  private Turn behindAll(Footprint.Any footprint) {
    var before = new LinkedHashSet<>(lastOf.values());
    if (lastOfAny != null) {
      before.add(lastOfAny);
    }
    var turn = new Turn(this, footprint, before);
    lastOfAny = turn;
    lastOf.clear();
    return turn;
  }

  void leave(Turn turn) {
    lock.lock();
    try {
      if (lastOfAny == turn) {
        lastOfAny = null;
      }
      if (turn.footprint() instanceof Footprint.Ids(var ids)) {
        ids.forEach(id -> lastOf.remove(id, turn));
      }
    } finally {
      lock.unlock();
    }
  }
}
