package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The recall asked for is the recall found, on a small collection; {@code ./quiver recall} shows it
 * on a large one.
 */
class RecallTest {
  private static final int DIMENSION = 48;
  private static final int RECORDS = 9_000;
  private static final int DELETED = 2_700;
  private static final int QUERIES = 100;
  private static final int LIMIT = 10;
  private static final double ALLOWED_BELOW = 0.02;

  @TempDir Path directory;
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private final List<ShardIndex> indexes = new ArrayList<>();
  private final List<StoredRecord> records = new ArrayList<>();

  /** Records with one coordinate that filters go by, so that a filter can be for or against. */
  private void load(Random random, int shards, boolean quantized) throws IOException {
    float[] axis = gaussian(random);
    for (int i = 0; i < RECORDS; i++) {
      float[] vector = gaussian(random);
      float along = 2 * random.nextFloat() - 1;
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] += 1.5f * along * axis[j];
      }
      records.add(
          StoredRecord.with(
              RecordKey.of("id-" + i),
              vector,
              "",
              Map.of("along", Value.of(along), "number", Value.of(i))));
    }
    for (int shard = 0; shard < shards; shard++) {
      var settings = new IndexSettings(16, 100, quantized, 0.95);
      ShardIndex index =
          engine.open(directory.resolve("shard-" + shard), Similarity.COSINE, settings);
      indexes.add(index);
      List<StoredRecord> part = new ArrayList<>();
      for (int i = shard; i < RECORDS; i += shards) {
        part.add(records.get(i));
      }
      index.apply(new Position(1, 1), new Command.Put(part));
      index.compact();
    }
  }

  private static float[] gaussian(Random random) {
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  @AfterEach
  void close() throws IOException {
    for (ShardIndex index : indexes) {
      index.close();
    }
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "3, true"})
  void isWhatWasAskedFor(int shards, boolean quantized) throws IOException {
    var random = new Random(Seed.next());
    load(random, shards, quantized);
    checkAll(random);
    var deleted = new Predicate.Compare("number", Predicate.Comparison.LESS, Value.of(DELETED));
    for (ShardIndex index : indexes) {
      index.apply(new Position(2, 1), new Command.DeleteWhere(deleted));
    }
    records.removeIf(record -> record.matches(deleted));
    checkAll(random);
  }

  private void checkAll(Random random) throws IOException {
    List<StoredRecord> targets =
        random.ints(QUERIES, 0, records.size()).mapToObj(records::get).toList();
    var upper = new Predicate.Compare("along", Predicate.Comparison.GREATER, Value.of(0.4f));
    var even = new Predicate.Compare("number", Predicate.Comparison.LESS, Value.of(6_300));
    check(targets, null);
    check(targets, even);
    check(targets, upper);
  }

  private void check(List<StoredRecord> targets, @Nullable Predicate filter) throws IOException {
    List<StoredRecord> matching =
        records.stream().filter(record -> record.matches(filter)).toList();
    List<ShardReader> readers = new ArrayList<>();
    for (ShardIndex index : indexes) {
      readers.add(index.read());
    }
    var truth = targets.stream().map(target -> truth(matching, target)).toList();
    for (double recall : new double[] {0.9, 0.95, 0.99}) {
      long right = 0;
      for (int i = 0; i < targets.size(); i++) {
        var query = new ShardQuery(shifted(targets.get(i)), LIMIT, 0, filter, recall);
        List<Found> found = engine.search(readers, query);
        Set<RecordKey> wanted = truth.get(i);
        right += found.stream().filter(next -> wanted.contains(next.key())).count();
      }
      assertThat((double) right / (LIMIT * targets.size()))
          .as("recall with %s shards under %s", indexes.size(), filter)
          .isGreaterThanOrEqualTo(recall - ALLOWED_BELOW);
    }
    for (ShardReader reader : readers) {
      reader.close();
    }
  }

  /** Near a record, but not on it. */
  private static float[] shifted(StoredRecord target) {
    float[] vector = target.vector().clone();
    IntStream.range(0, DIMENSION).forEach(i -> vector[i] += 0.5f * (i % 3 - 1));
    return vector;
  }

  private static Set<RecordKey> truth(List<StoredRecord> matching, StoredRecord target) {
    var query = new ShardQuery(shifted(target), LIMIT, 0, null, 1);
    return ShardIndexDifferentialTest.best(matching, query, Similarity.COSINE).stream()
        .map(hit -> hit.record().key())
        .collect(Collectors.toSet());
  }
}
