package dev.quiver.store.internal.failover;

import dev.quiver.store.internal.model.Command;
import java.util.HashSet;
import java.util.Set;

/** Which records a write may touch. */
sealed interface Footprint {

  /** The records with these ids. */
  record Ids(Set<String> ids) implements Footprint {}

  /** Any: nobody but the clusters knows which records match a filter. */
  record Any() implements Footprint {}

  static Footprint of(Command command) {
    return switch (command) {
      case Command.Put(var records) -> {
        var ids = new HashSet<String>();
        records.forEach(record -> ids.add(record.key().id()));
        yield new Ids(ids);
      }
      case Command.DeleteIds(var ids, var where) -> new Ids(Set.copyOf(ids));
      case Command.DeleteWhere(var where) -> new Any();
      case Command.Clear() -> new Any();
    };
  }
}
