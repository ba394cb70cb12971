package dev.quiver.store.internal.failover;

import dev.quiver.store.internal.handoff.HandedOff;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Partition;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import dev.quiver.store.internal.wire.CommandCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first entries of a queue, as few commands. Changes by id become what the last of them says
 * about each record, one put and one removal of other ids, and the states between are skipped.
 * Whatever depends on what is there, a filter, stands alone. So does a removal from what it cannot
 * be merged with: it reaches its id in every partition, known here or not, so a later put of that
 * id in one partition opens the next batch.
 */
record Batch(List<HandedOff> entries, List<Command> commands) {

  /** What becomes of an id: it is removed everywhere, or these of its records are put. */
  private static final class Fate {
    private final Map<RecordKey, StoredRecord> puts = new LinkedHashMap<>();
    private boolean removed;
  }

  /**
   * @param partitionKey the metadata key whose value is a part of a record's identity; null: none
   */
  static Batch of(List<HandedOff> queued, @Nullable String partitionKey) {
    Command first = decode(queued.getFirst(), partitionKey);
    if (!isById(first)) {
      return new Batch(List.of(queued.getFirst()), List.of(first));
    }
    var fates = new LinkedHashMap<String, Fate>();
    int taken = 0;
    for (HandedOff entry : queued) {
      Command command = taken == 0 ? first : decode(entry, partitionKey);
      if (!isById(command) || !follows(command, fates)) {
        break;
      }
      note(command, fates);
      taken++;
    }
    return new Batch(List.copyOf(queued.subList(0, taken)), commands(fates));
  }

  /** Queues written before records were known by their partitions hold ids alone. */
  private static Command decode(HandedOff entry, @Nullable String partitionKey) {
    Command command = CommandCodec.decode(entry.payload());
    return partitionKey != null && command instanceof Command.Put(var records)
        ? new Command.Put(records.stream().map(next -> inPartition(next, partitionKey)).toList())
        : command;
  }

  private static StoredRecord inPartition(StoredRecord record, String partitionKey) {
    Value value = record.metadata().get(partitionKey);
    String text = record.text();
    if (record.key().partition() != null || value == null || text == null) {
      return record;
    }
    var key = new RecordKey(Partition.nameOf(value), record.key().id());
    return StoredRecord.with(key, record.vector(), text, record.metadata());
  }

  private static boolean isById(Command command) {
    return command instanceof Command.Put
        || (command instanceof Command.DeleteIds(var ids, var where) && where == null);
  }

  private static boolean follows(Command command, Map<String, Fate> fates) {
    return !(command instanceof Command.Put(var records))
        || records.stream()
            .map(StoredRecord::key)
            .noneMatch(key -> key.partition() != null && isRemoved(fates.get(key.id())));
  }

  private static boolean isRemoved(@Nullable Fate fate) {
    return fate != null && fate.removed;
  }

  private static void note(Command command, Map<String, Fate> fates) {
    if (command instanceof Command.Put(var records)) {
      for (StoredRecord record : records) {
        Fate fate = fates.computeIfAbsent(record.key().id(), id -> new Fate());
        fate.removed = false;
        fate.puts.put(record.key(), record);
      }
    } else if (command instanceof Command.DeleteIds(var ids, var where)) {
      for (String id : ids) {
        Fate fate = fates.computeIfAbsent(id, any -> new Fate());
        fate.removed = true;
        fate.puts.clear();
      }
    }
  }

  private static List<Command> commands(Map<String, Fate> fates) {
    var puts = new ArrayList<StoredRecord>();
    var deletes = new ArrayList<String>();
    fates.forEach(
        (id, fate) -> {
          if (fate.removed) {
            deletes.add(id);
          } else {
            puts.addAll(fate.puts.values());
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
