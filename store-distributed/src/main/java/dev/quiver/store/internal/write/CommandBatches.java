package dev.quiver.store.internal.write;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.shard.ShardPlan;
import dev.quiver.store.internal.wire.CommandCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a call into commands of sensible size, each for one shard. Commands of different shards
 * alternate, so that all logs are at work from the start.
 */
final class CommandBatches {
  /**
   * Big enough that a disk flush is worth it, small enough that no reader waits long behind one,
   * and that a machine busy with other things is through with one in time.
   */
  static final int TARGET_BYTES = 256 << 10;

  /** Keeps the time of applying one command, during which no reader is refreshed, short. */
  static final int MAX_RECORDS = 1_000;

  private static final int MAX_IDS = 20_000;

  private CommandBatches() {}

  /** Of two records with the same key the later one is written. */
  static List<PendingCommand> ofRecords(List<StoredRecord> records, ShardPlan plan) {
    Map<RecordKey, StoredRecord> lastOfEach = new LinkedHashMap<>();
    for (StoredRecord next : records) {
      lastOfEach.remove(next.key());
      lastOfEach.put(next.key(), next);
    }
    Map<ShardId, List<StoredRecord>> byShard = new TreeMap<>();
    for (StoredRecord next : lastOfEach.values()) {
      byShard.computeIfAbsent(plan.shardOf(next.key()), shard -> new ArrayList<>()).add(next);
    }
    var queues = new ArrayList<List<PendingCommand>>();
    byShard.forEach((shard, mine) -> queues.add(cut(shard, mine)));
    return alternate(queues);
  }

  private static List<PendingCommand> cut(ShardId shard, List<StoredRecord> records) {
    var commands = new ArrayList<PendingCommand>();
    int from = 0;
    long bytes = 0;
    for (int to = 0; to < records.size(); to++) {
      long size = CommandCodec.sizeOf(records.get(to));
      if (to > from && (bytes + size > TARGET_BYTES || to - from == MAX_RECORDS)) {
        commands.add(put(shard, records.subList(from, to), bytes));
        from = to;
        bytes = 0;
      }
      bytes += size;
    }
    commands.add(put(shard, records.subList(from, records.size()), bytes));
    return commands;
  }

  private static PendingCommand put(ShardId shard, List<StoredRecord> records, long bytes) {
    return new PendingCommand(
        shard,
        records.stream().map(next -> next.key().id()).toList(),
        Math.toIntExact(CommandCodec.OVERHEAD + bytes),
        () -> CommandCodec.encode(new Command.Put(records)));
  }

  private static PendingCommand encoded(ShardId shard, byte[] bytes, List<String> ids) {
    return new PendingCommand(shard, ids, bytes.length, () -> bytes);
  }

  static List<PendingCommand> ofIds(
      Collection<String> ids, @Nullable Predicate where, ShardPlan plan) {
    Map<ShardId, List<String>> byShard = new TreeMap<>();
    if (plan.partitionKey() == null) {
      for (String id : ids) {
        ShardId shard = plan.shardOf(RecordKey.of(id));
        byShard.computeIfAbsent(shard, any -> new ArrayList<>()).add(id);
      }
    } else {
      plan.shardsFor(where).forEach(shard -> byShard.put(shard, List.copyOf(ids)));
    }
    var queues = new ArrayList<List<PendingCommand>>();
    byShard.forEach(
        (shard, mine) -> {
          var commands = new ArrayList<PendingCommand>();
          for (int from = 0; from < mine.size(); from += MAX_IDS) {
            List<String> some = mine.subList(from, Math.min(mine.size(), from + MAX_IDS));
            byte[] bytes = CommandCodec.encode(new Command.DeleteIds(some, where));
            commands.add(encoded(shard, bytes, List.copyOf(some)));
          }
          queues.add(commands);
        });
    return alternate(queues);
  }

  static List<PendingCommand> toEach(List<ShardId> shards, Command command) {
    byte[] bytes = CommandCodec.encode(command);
    return shards.stream().map(shard -> encoded(shard, bytes, List.of())).toList();
  }

  private static List<PendingCommand> alternate(List<List<PendingCommand>> queues) {
    int longest = queues.stream().mapToInt(List::size).max().orElse(0);
    var order = new ArrayList<PendingCommand>();
    for (int turn = 0; turn < longest; turn++) {
      for (List<PendingCommand> queue : queues) {
        if (turn < queue.size()) {
          order.add(queue.get(turn));
        }
      }
    }
    return order;
  }
}
