package dev.quiver.store.internal.failover;

import dev.quiver.store.internal.handoff.HandedOff;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.wire.CommandCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first entries of a queue, as few commands. Changes by id become what the last of them says
 * about each id, one put and one removal of other ids, and the states between are skipped. Whatever
 * depends on what is there, a filter, stands alone.
 */
record Batch(List<HandedOff> entries, List<Command> commands) {

  static Batch of(List<HandedOff> queued) {
    Command first = CommandCodec.decode(queued.getFirst().payload());
    if (!isById(first)) {
      return new Batch(List.of(queued.getFirst()), List.of(first));
    }
    var last = new LinkedHashMap<String, @Nullable StoredRecord>();
    int taken = 0;
    for (HandedOff entry : queued) {
      Command command = taken == 0 ? first : CommandCodec.decode(entry.payload());
      if (!isById(command)) {
        break;
      }
      note(command, last);
      taken++;
    }
    return new Batch(List.copyOf(queued.subList(0, taken)), commands(last));
  }

  private static boolean isById(Command command) {
    return command instanceof Command.Put
        || (command instanceof Command.DeleteIds(var ids, var where) && where == null);
  }

  private static void note(Command command, Map<String, @Nullable StoredRecord> last) {
    if (command instanceof Command.Put(var records)) {
      records.forEach(record -> last.put(record.key().id(), record));
    } else if (command instanceof Command.DeleteIds(var ids, var where)) {
      ids.forEach(id -> last.put(id, null));
    }
  }

  private static List<Command> commands(Map<String, @Nullable StoredRecord> last) {
    var puts = new ArrayList<StoredRecord>();
    var deletes = new ArrayList<String>();
    last.forEach(
        (id, record) -> {
          if (record == null) {
            deletes.add(id);
          } else {
            puts.add(record);
          }
        });
    var commands = new ArrayList<Command>();
    if (!puts.isEmpty()) {
      commands.add(new Command.Put(puts));
    }
    if (!deletes.isEmpty()) {
      commands.add(new Command.DeleteIds(deletes, null));
    }
    return commands;
  }
}
