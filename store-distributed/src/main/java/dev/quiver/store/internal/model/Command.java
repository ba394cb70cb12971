package dev.quiver.store.internal.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change to one shard, as it stands in the shard's log. Applying one is deterministic: everything
 * that depends on chance, time or checks was settled before it was appended.
 */
public sealed interface Command {

  /** Writes records; one with the key of an earlier one replaces it. Keys are distinct. */
  record Put(List<StoredRecord> records) implements Command {
    public Put {
      records = List.copyOf(records);
    }
  }

  /**
   * Deletes the records with these ids, in every partition, that match the predicate if one is
   * given.
   */
  record DeleteIds(List<String> ids, @Nullable Predicate where) implements Command {
    public DeleteIds {
      ids = List.copyOf(ids);
    }
  }

  /** Deletes the records that match. */
  record DeleteWhere(Predicate where) implements Command {}

  /** Deletes everything. */
  record Clear() implements Command {}
}
