package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A least score that has a search look at everything, or leaves out what reaches it. */
class MinScoreTest {
  private static final int DIMENSION = 8;
  private static final int RECORDS = 12_000;
  private static final int SEARCHES = 15;

  @TempDir Path directory;
  private final Random random = new Random(Seed.next());
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private final List<ShardIndex> indexes = new ArrayList<>();
  private final List<ShardReader> readers = new ArrayList<>();

  private void load(int shards, boolean quantized) throws IOException {
    for (int shard = 0; shard < shards; shard++) {
      var settings = new IndexSettings(16, 60, quantized, 0.95);
      ShardIndex index =
          engine.open(directory.resolve("shard-" + shard), Similarity.COSINE, settings);
      indexes.add(index);
      List<StoredRecord> records = new ArrayList<>();
      for (int i = shard; i < RECORDS; i += shards) {
        var number = Map.of("n", Value.of(i));
        float[] vector = OneSegment.gaussian(random, DIMENSION);
        records.add(StoredRecord.with(RecordKey.of("id-" + i), vector, "", number));
      }
      index.apply(new Position(1, 1), new Command.Put(records));
      index.compact();
      readers.add(index.read());
    }
  }

  @AfterEach
  void close() throws IOException {
    for (ShardReader reader : readers) {
      reader.close();
    }
    for (ShardIndex index : indexes) {
      index.close();
    }
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "3, true"})
  void cutsWhatAWalkHasFound(int shards, boolean quantized) throws IOException {
    load(shards, quantized);
    var half = new Predicate.Compare("n", Predicate.Comparison.LESS, Value.of(RECORDS / 2));
    check(10, null);
    check(10, half);
    check(100, null);
  }

  private void check(int limit, @Nullable Predicate filter) throws IOException {
    int walked = 0;
    for (int i = 0; i < SEARCHES; i++) {
      float[] vector = OneSegment.gaussian(random, DIMENSION);
      Searched all = search(vector, limit, 0, filter);
      assertThat(all.found()).hasSize(limit);
      double third = all.found().get(2).score();
      for (double least : new double[] {1, third, all.found().getLast().score()}) {
        Searched some = search(vector, limit, least, filter);
        assertThat(described(some.found()))
            .isEqualTo(
                described(all.found().stream().filter(each -> each.score() >= least).toList()));
        assertThat(some.isExact()).as("least %s", least).isEqualTo(all.isExact());
      }
      walked += all.isExact() ? 0 : 1;
    }
    assertThat(walked).as("searches that walked").isGreaterThan(SEARCHES / 2);
  }

  private Searched search(float[] vector, int limit, double least, @Nullable Predicate filter)
      throws IOException {
    return Searched.by(engine, readers, new ShardQuery(vector, limit, least, filter, 0.9));
  }

  private static List<String> described(List<Found> found) {
    return found.stream().map(each -> each.key() + " " + each.score()).toList();
  }
}
