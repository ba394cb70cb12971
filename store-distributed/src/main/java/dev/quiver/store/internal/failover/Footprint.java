package dev.quiver.store.internal.failover;

import dev.quiver.store.internal.model.Command;
import java.util.List;

/** Which records a write may touch. */
sealed interface Footprint {

  /**
   * The records with these ids, in every partition: two partitions that happen to use one id wait
   * for each other, because a removal by id reaches both.
   */
  record Ids(List<String> ids) implements Footprint {}

  /** Any: nobody but the clusters knows which records match a filter. */
  record Any() implements Footprint {}

  static Footprint of(Command command) {
    return switch (command) {
      case Command.Put(var records) ->
          new Ids(records.stream().map(record -> record.key().id()).toList());
      case Command.DeleteIds(var ids, var where) -> new Ids(ids);
      case Command.DeleteWhere(var where) -> new Any();
      case Command.Clear() -> new Any();
    };
  }
}
