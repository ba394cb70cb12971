package dev.quiver.embedding.internal.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where in the file the newest state of each source is, and what of it is asked often. About 130
 * bytes of heap a source, whatever number of segments it has.
 */
final class Index {
  /** The newest are kept: they are the first to be missing from a store restored from a backup. */
  static final int WITNESSES = 24;

  private final Map<SourceKey, Slot> slots = new HashMap<>();
  private final Map<String, String> models = new HashMap<>();
  private final ArrayDeque<Witness> witnesses = new ArrayDeque<>();
  private final Map<SourceKey, List<Place>> parts = new HashMap<>();
  private final Map<String, String> folders = new TreeMap<>();
  private StoreState store = StoreState.FIRST;
  private long liveBytes;

  /** Where a state is, and the part of it that is asked of all sources at once. */
  record Slot(long position, int length, Standing standing, SourceState.Origin origin) {}

  /** Where an entry is in the file. */
  record Place(long position, int length) {}

  void put(LedgerEntry entry, long position, int length) {
    switch (entry) {
      case SourceState state -> {
        String model = models.computeIfAbsent(state.origin().model(), name -> name);
        var origin = new SourceState.Origin(model, state.origin().generation());
        Slot old =
            slots.put(
                SourceKey.of(state.source()), new Slot(position, length, state.standing(), origin));
        liveBytes += length - (old == null ? 0 : old.length());
        List<Place> superseded = parts.remove(SourceKey.of(state.source()));
        if (superseded != null) {
          liveBytes -= superseded.stream().mapToLong(Place::length).sum();
        }
      }
      case Part part -> {
        parts
            .computeIfAbsent(SourceKey.of(part.source()), any -> new ArrayList<>())
            .add(new Place(position, length));
        liveBytes += length;
      }
      case Folder folder -> folders.put(folder.key(), folder.path());
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

  /** Of a source under way. */
  List<Place> parts(SourceKey key) {
    return parts.getOrDefault(key, List.of());
  }

  /** By key. */
  Map<String, String> folders() {
    return folders;
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

  /** Of states that are not superseded, and of their parts. */
  long liveBytes() {
    return liveBytes;
  }
}
