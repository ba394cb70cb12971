package dev.quiver.store.internal.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.handoff.HandedOff;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Predicate.Comparison;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import dev.quiver.store.internal.wire.CommandCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Catches: a queue that ends in another state than its entries, one after the other, would. */
@Timeout(60)
class BatchTest {
  private static final String KEY = "tenant";
  private static final int RUNS = 500;

  private static StoredRecord record(String tenant, String id, int number) {
    return StoredRecord.with(
        new RecordKey("s:" + tenant, id),
        new float[] {number},
        "text",
        Map.of(KEY, Value.of(tenant)));
  }

  private static HandedOff entry(int end, Command command) {
    return new HandedOff(end, 0, CommandCodec.encode(command));
  }

  /** What a store with a partition key does. */
  private static void apply(Command command, Map<RecordKey, StoredRecord> rows) {
    switch (command) {
      case Command.Put(var records) -> records.forEach(next -> rows.put(next.key(), next));
      case Command.DeleteIds(var ids, var where) ->
          rows.values().removeIf(row -> ids.contains(row.key().id()) && row.matches(where));
      case Command.DeleteWhere(var where) -> rows.values().removeIf(row -> row.matches(where));
      case Command.Clear() -> rows.clear();
    }
  }

  private static Command random(Random random, int number) {
    String tenant = random.nextBoolean() ? "acme" : "zorg";
    String id = "id " + random.nextInt(3);
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Command.DeleteIds(List.of(id), null);
      case 2 ->
          new Command.DeleteIds(
              List.of(id), new Predicate.Compare(KEY, Comparison.EQUAL, Value.of(tenant)));
      case 3, 4 -> new Command.Put(List.of(record("acme", id, number), record("zorg", id, number)));
      default -> new Command.Put(List.of(record(tenant, id, number)));
    };
  }

  /** Batches of any size, some of them applied twice, as after a crash. */
  @Test
  void endsAsItsEntriesWouldOneByOne() {
    long seed = Long.getLong("quiver.seed", System.nanoTime());
    var random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      var queue = new ArrayList<HandedOff>();
      var expected = new TreeMap<RecordKey, StoredRecord>();
      for (int i = 0; i < 12; i++) {
        Command command = random(random, i);
        apply(command, expected);
        queue.add(entry(i, command));
      }
      var rows = new TreeMap<RecordKey, StoredRecord>();
      for (int from = 0; from < queue.size(); ) {
        int to = from + 1 + random.nextInt(queue.size() - from);
        Batch batch = Batch.of(queue.subList(from, to), KEY);
        for (int times = random.nextInt(2); times >= 0; times--) {
          batch.commands().forEach(command -> apply(command, rows));
        }
        from += batch.entries().size();
      }
      assertThat(rows).as("-Dquiver.seed=" + seed).isEqualTo(expected);
    }
  }

  @Test
  void whatIsKnownByItsIdAloneIsMergedAcrossRemovals() {
    var queue =
        List.of(
            entry(0, new Command.DeleteIds(List.of("a", "b"), null)),
            entry(1, new Command.Put(List.of(bare("a", 1)))),
            entry(2, new Command.Put(List.of(bare("a", 2)))));
    assertThat(Batch.of(queue, null).commands())
        .containsExactly(
            new Command.Put(List.of(bare("a", 2))), new Command.DeleteIds(List.of("b"), null));
  }

  private static StoredRecord bare(String id, int number) {
    return StoredRecord.bare(RecordKey.of(id), new float[] {number});
  }
}
