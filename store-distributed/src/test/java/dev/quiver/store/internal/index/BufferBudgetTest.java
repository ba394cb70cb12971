package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.memory.MemoryBudget;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many indexes on one heap that take more of it together than one may. */
class BufferBudgetTest {
  private static final int INDEXES = 10;
  private static final int DIMENSION = 64;
  private static final int ROUNDS = 5;
  private static final int RECORDS = 50;

  /** What a command may add before anybody asks, and a buffer has that was just begun. */
  private static final long ONE_COMMAND = 600_000;

  @Test
  void manyIndexesTakeNoMoreHeapTogether(@TempDir Path folder) throws IOException {
    var budget = MemoryBudget.of(10L << 20);
    long most = 0;
    long limit = budget.buffers().most() + budget.files().limit();
    try (var engine = new IndexEngine(EngineOptions.defaults("budget"), budget)) {
      List<ShardIndex> indexes = new ArrayList<>();
      try {
        for (int i = 0; i < INDEXES; i++) {
          indexes.add(
              engine.open(folder.resolve("i" + i), Similarity.COSINE, IndexSettings.DEFAULT));
        }
        for (int round = 1; round <= ROUNDS; round++) {
          for (ShardIndex index : indexes) {
            index.apply(new Position(1, round), new Command.Put(records(round)));
            most = Math.max(most, heapOf(indexes));
          }
        }
        assertThat(most).isBetween(limit / 2, limit + ONE_COMMAND);
        assertThat(budget.buffers().total()).isLessThanOrEqualTo(budget.buffers().most());
        for (ShardIndex index : indexes) {
          try (ShardReader reader = index.read()) {
            assertThat(reader.rows()).isEqualTo(ROUNDS * RECORDS);
          }
        }
      } finally {
        for (ShardIndex index : indexes) {
          index.close();
        }
      }
    }
    assertThat(budget.buffers().total()).isZero();
    assertThat(budget.files().taken().sum()).isZero();
  }

  private static long heapOf(List<ShardIndex> indexes) {
    return indexes.stream().mapToLong(index -> index.memory().heap()).sum();
  }

  private static List<StoredRecord> records(int round) {
    var random = new Random(round);
    var records = new ArrayList<StoredRecord>();
    for (int i = 0; i < RECORDS; i++) {
      float[] vector = new float[DIMENSION];
      for (int component = 0; component < DIMENSION; component++) {
        vector[component] = (float) random.nextGaussian();
      }
      records.add(
          StoredRecord.with(RecordKey.of(round + "-" + i), vector, "text".repeat(250), Map.of()));
    }
    return records;
  }
}
