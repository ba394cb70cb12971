package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table that was measured on a shard of another size, and is used for ever. */
@Timeout(120)
class ShardCalibrationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FIRST = 3_000;
  private static final int GROWN = 12_000;

  private static final IndexSettings SETTINGS = new IndexSettings(4, 20, false, 0.95);

  @TempDir Path directory;
  @TempDir Path another;
  private final Random random = new Random(Seed.next());
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private final Queue<Runnable> background = new ArrayDeque<>();
  private ShardCalibration calibration;
  private ShardIndex index;
  private int records;
  private int commands;

  @SuppressWarnings("NullAway.Init") // opened before each test
  ShardCalibrationTest() {}

  @BeforeEach
  void open() throws IOException {
    index = engine.open(directory, Similarity.COSINE, SETTINGS);
    calibration = reopened();
  }

  /** As after a restart: it has what was kept, and nothing else. */
  private ShardCalibration reopened() throws IOException {
    return new ShardCalibration(
        background::add, new CalibrationFile(another, Similarity.COSINE, SETTINGS));
  }

  @AfterEach
  void close() throws IOException {
    index.close();
    engine.close();
  }

  private void growTo(int size) throws IOException {
    var added = new ArrayList<StoredRecord>();
    for (; records < size; records++) {
      var vector = new float[4];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      added.add(
          StoredRecord.with(
              RecordKey.of("id-" + records), vector, "", Map.of("n", Value.of(records))));
    }
    index.apply(new Position(1, ++commands), new Command.Put(added));
  }

  private void shrinkTo(int size) throws IOException {
    var behind = new Predicate.Compare("n", Predicate.Comparison.GREATER_OR_EQUAL, Value.of(size));
    index.apply(new Position(1, ++commands), new Command.DeleteWhere(behind));
  }

  /** What searches go by from now on. */
  private void awaitMeasured(int leastRows, int mostRows) throws IOException {
    try (ShardReader reader = index.read()) {
      ShardCalibration ofShard = ((LuceneShardReader) reader).view().calibration();
      Await.noProblem(
          PATIENCE,
          () -> {
            Calibration newest = ofShard.newest();
            int rows = newest == null ? 0 : newest.rows();
            return rows >= leastRows && rows <= mostRows ? "" : rows + " rows were measured";
          });
    }
  }

  @Test
  void isMeasuredAgainAsItsShardGrowsAndShrinks() throws IOException {
    growTo(FIRST);
    awaitMeasured(FIRST, FIRST);
    growTo(GROWN);
    awaitMeasured(2 * FIRST, GROWN);
    shrinkTo(GROWN / 3);
    awaitMeasured(NearestSearch.EXACT_CANDIDATES, GROWN / 3);
  }

  /** Has the shard as it is now considered; says how many measurements that asks for. */
  private int consider() throws IOException {
    try (ShardReader reader = index.read()) {
      calibration.consider(((LuceneShardReader) reader).view());
      int due = background.size();
      while (!background.isEmpty()) {
        background.remove().run();
      }
      return due;
    }
  }

  private int measuredRows() {
    return Objects.requireNonNull(calibration.newest()).rows();
  }

  @Test
  void isMeasuredOnlyWhereTheSizeHasDoubledOrHalved() throws IOException {
    growTo(NearestSearch.EXACT_CANDIDATES);
    assertThat(consider()).as("where every search looks at everything").isZero();
    growTo(FIRST);
    index.compact();
    assertThat(consider()).isEqualTo(1);
    assertThat(measuredRows()).isEqualTo(FIRST);

    growTo(2 * FIRST - 1);
    index.compact();
    assertThat(consider()).as("not doubled yet").isZero();
    growTo(2 * FIRST);
    index.compact();
    assertThat(consider()).isEqualTo(1);
    assertThat(measuredRows()).isEqualTo(2 * FIRST);

    shrinkTo(FIRST + 1);
    assertThat(consider()).as("not halved yet").isZero();
    shrinkTo(FIRST);
    assertThat(consider()).isEqualTo(1);
    assertThat(measuredRows()).isEqualTo(FIRST);
  }

  @Test
  void isThereAfterARestartWhereItStillFits() throws IOException {
    growTo(FIRST);
    assertThat(consider()).isEqualTo(1);
    Calibration measured = Objects.requireNonNull(calibration.newest());

    calibration = reopened();
    assertThat(consider()).as("measurements after a restart").isZero();
    Calibration kept = Objects.requireNonNull(calibration.newest());
    assertThat(kept.rows()).isEqualTo(FIRST);
    for (int limit : new int[] {1, 10, 100}) {
      var wanted = new Calibration.Wanted(0.95, limit, 1, 1);
      assertThat(kept.reach(wanted).slack(1)).isEqualTo(measured.reach(wanted).slack(1));
    }

    growTo(2 * FIRST);
    index.compact();
    calibration = reopened();
    assertThat(considered()).as("of a shard that was half as large").isNull();
    background.clear();
    assertThat(new CalibrationFile(directory, Similarity.COSINE, SETTINGS).read())
        .as("what the index itself has kept")
        .isNotNull();
    try (ShardIndex.CommitFiles files = index.holdCommit()) {
      assertThat(files.files()).noneMatch(file -> file.endsWith(CalibrationFile.NAME));
    }
  }

  private @Nullable Calibration considered() throws IOException {
    try (ShardReader reader = index.read()) {
      calibration.consider(((LuceneShardReader) reader).view());
      return calibration.newest();
    }
  }

  @Test
  void isMeasuredOnceForAllWhoAskMeanwhileAndThenOfTheNewest() throws IOException {
    var views = new ArrayList<ShardReader>();
    for (int size : List.of(FIRST, 3 * FIRST)) {
      growTo(size);
      ShardReader reader = index.read();
      views.add(reader);
      calibration.consider(((LuceneShardReader) reader).view());
    }
    assertThat(background).hasSize(1);
    background.remove().run();
    assertThat(measuredRows()).isGreaterThanOrEqualTo(2 * FIRST);
    for (ShardReader reader : views) {
      reader.close();
    }
  }
}
