package dev.quiver.embedding.internal.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in the file the newest state of each source is, and what of it is asked often. About 130
 * bytes of heap a source, whatever number of segments it has.
 */
final class Index {
  /** The newest are kept: they are the first to be missing from a store restored from a backup. */
  static final int WITNESSES = 16;

  private final Map<SourceKey, Slot> slots = new HashMap<>();
  private final Map<String, String> models = new HashMap<>();
  private final ArrayDeque<Witness> witnesses = new ArrayDeque<>();
  private StoreState store = StoreState.FIRST;
  private long liveBytes;

  /** Where a state is, and the part of it that is asked of all sources at once. */
  record Slot(long position, int length, Standing standing, SourceState.Origin origin) {}

  void put(LedgerEntry entry, long position, int length) {
    switch (entry) {
      case SourceState state -> {
        String model = models.computeIfAbsent(state.origin().model(), name -> name);
        var origin = new SourceState.Origin(model, state.origin().generation());
        Slot old =
            slots.put(
                SourceKey.of(state.source()), new Slot(position, length, state.standing(), origin));
        liveBytes += length - (old == null ? 0 : old.length());
      }
      case StoreState state -> store = state;
      case Witness witness -> {
        witnesses.addLast(witness);
        if (witnesses.size() > WITNESSES) {
          witnesses.removeFirst();
        }
      }
    }
  }

  @Nullable Slot slot(SourceKey key) {
    return slots.get(key);
  }

  List<SourceKey> keys() {
    return new ArrayList<>(slots.keySet());
  }

  Collection<Slot> slots() {
    return slots.values();
  }

  StoreState store() {
    return store;
  }

  /** The newest first. */
  List<Witness> witnesses() {
    return new ArrayList<>(witnesses).reversed();
  }

  /** Of states that are not superseded. */
  long liveBytes() {
    return liveBytes;
  }
}
