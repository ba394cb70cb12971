package dev.quiver.store.internal.failover;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one order of all writes that may touch the same record. A write's place is decided when it
 * enters; it begins when every earlier write that it may collide with has ended. Writes of
 * different ids do not wait for each other.
 */
final class WriteOrder {
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Turn> open = new LinkedHashSet<>();
  private final Map<String, Turn> lastOf = new HashMap<>();
  private @Nullable Turn lastOfAny;

  Turn enter(Footprint footprint) {
    lock.lock();
    try {
      Turn turn =
          switch (footprint) {
            case Footprint.Ids(var ids) -> behindIds(ids);
            case Footprint.Any any -> behindAll(any);
          };
      open.add(turn);
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private Turn behindIds(Set<String> ids) {
    var before = new LinkedHashSet<Turn>();
    if (lastOfAny != null) {
      before.add(lastOfAny);
    }
    for (String id : ids) {
      Turn last = lastOf.get(id);
      if (last != null) {
        before.add(last);
      }
    }
    var turn = new Turn(this, new Footprint.Ids(ids), before);
    ids.forEach(id -> lastOf.put(id, turn));
    return turn;
  }

  private Turn behindAll(Footprint.Any any) {
    var turn = new Turn(this, any, open);
    lastOfAny = turn;
    lastOf.clear();
    return turn;
  }

  void leave(Turn turn) {
    lock.lock();
    try {
      open.remove(turn);
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

  /** Writes that have not ended. */
  int size() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }
}
