package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that walk graphs, against looking at everything. */
class NearestSearchTest {
  private static final int DIMENSION = 16;
  private static final int RECORDS = 20_000;
  private static final IndexSettings QUANTIZED = new IndexSettings(16, 100, true, 0.95);

  @TempDir Path directory;
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));

  /** Records spread over shards, with the same records in a list. */
  private final class Shards implements Closeable {
    final List<StoredRecord> records;
    final List<ShardIndex> indexes = new ArrayList<>();
    final List<ShardReader> readers = new ArrayList<>();

    Shards(List<StoredRecord> records, int number, IndexSettings settings) throws IOException {
      this(records, number, settings, false);
    }

    /**
     * @param linked whether the shards have a graph in common
     */
    Shards(List<StoredRecord> records, int number, IndexSettings settings, boolean linked)
        throws IOException {
      this.records = records;
      for (int shard = 0; shard < number; shard++) {
        ShardIndex index =
            engine.open(directory.resolve("shard-" + shard), Similarity.EUCLIDEAN, settings);
        indexes.add(index);
        for (int from = 0; from < records.size(); from += 5000) {
          List<StoredRecord> part = new ArrayList<>();
          for (int i = from + shard; i < Math.min(records.size(), from + 5000); i += number) {
            part.add(records.get(i));
          }
          index.apply(new Position(1, from + 1), new Command.Put(part));
        }
        readers.add(index.read());
      }
      if (linked) {
        engine
            .commonGraphs()
            .makeNow(readers.stream().map(each -> ((LuceneShardReader) each).view()).toList());
      }
    }

    List<Hit> search(ShardQuery query) throws IOException {
      var hits = new ArrayList<Hit>();
      for (Found found : engine.search(readers, query)) {
        hits.add(found.load());
      }
      return hits;
    }

    List<Hit> expected(ShardQuery query) {
      Predicate filter = query.filter();
      return ShardIndexDifferentialTest.best(
          records.stream().filter(record -> record.matches(filter)).toList(),
          query,
          Similarity.EUCLIDEAN);
    }

    @Override
    public void close() throws IOException {
      for (Closeable reader : readers) {
        reader.close();
      }
      for (Closeable index : indexes) {
        index.close();
      }
    }
  }

  private static List<StoredRecord> clusters(Random random) {
    var centres =
        IntStream.range(0, 50).mapToObj(i -> gaussian(random, new float[DIMENSION], 1)).toList();
    return IntStream.range(0, RECORDS)
        .mapToObj(
            i ->
                StoredRecord.with(
                    RecordKey.of("id-" + i),
                    gaussian(random, centres.get(random.nextInt(50)), 0.3f),
                    "",
                    Map.of("rank", Value.of(i))))
        .toList();
  }

  private static float[] gaussian(Random random, float[] around, float spread) {
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = around[i] + spread * (float) random.nextGaussian();
    }
    return vector;
  }

  private static ShardQuery query(float[] vector, int limit, @Nullable Predicate filter) {
    return new ShardQuery(vector, limit, 0, filter, 0.95);
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, false",
    "4, false, false",
    "4, true, false",
    "4, false, true",
    "4, true, true"
  })
  void reachesTheWantedRecallAndTheFullNumber(int shards, boolean quantized, boolean linked)
      throws IOException {
    var random = new Random(Seed.next());
    var settings = quantized ? QUANTIZED : IndexSettings.DEFAULT;
    try (var all = new Shards(clusters(random), shards, settings, linked)) {
      for (int matching : new int[] {0, 1, 9, 10, 2000, 2001, 5000, 18_000, RECORDS}) {
        Predicate filter = rankBelow(matching);
        int found = 0;
        int wanted = 0;
        for (int i = 0; i < 25; i++) {
          float[] target = all.records.get(random.nextInt(RECORDS)).vector();
          var query = query(gaussian(random, target, 0.1f), 10, filter);
          List<Hit> expected = all.expected(query);
          List<Hit> hits = all.search(query);
          assertThat(hits).hasSize(Math.min(10, matching)).isSortedAccordingTo(Hit.ORDER);
          if (matching <= NearestSearch.EXACT_CANDIDATES) {
            assertThat(hits).isEqualTo(expected);
          }
          Set<Hit> same = new HashSet<>(expected);
          same.retainAll(hits);
          found += same.size();
          wanted += expected.size();
        }
        System.out.printf(Locale.ROOT, "%d of %d found of %d matching%n", found, wanted, matching);
        assertThat((double) found)
            .as("of %s matching", matching)
            .isGreaterThanOrEqualTo(0.95 * wanted);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsAllAboveTheLeastScore(boolean linked) throws IOException {
    var random = new Random(Seed.next());
    try (var all = new Shards(clusters(random), 2, IndexSettings.DEFAULT, linked)) {
      for (int i = 0; i < 20; i++) {
        float[] vector = gaussian(random, all.records.get(random.nextInt(RECORDS)).vector(), 0.1f);
        double least = all.expected(query(vector, 30, null)).getLast().score();
        var query = new ShardQuery(vector, 100, least, null, 0.9);
        assertThat(all.search(query)).isEqualTo(all.expected(query));
      }
      var unreachable = new ShardQuery(new float[DIMENSION], 100, 0.999, null, 0.9);
      assertThat(all.search(unreachable)).isEmpty();
    }
  }

  @Test
  void missesNothingAfterMostIsDeleted() throws IOException {
    var random = new Random(Seed.next());
    try (var all = new Shards(clusters(random), 1, IndexSettings.DEFAULT)) {
      var most = new Predicate.Compare("rank", Predicate.Comparison.GREATER, Value.of(2500));
      all.indexes.getFirst().apply(new Position(2, 1), new Command.DeleteWhere(most));
      try (var reader = all.indexes.getFirst().read()) {
        for (int limit : new int[] {10, 2400, 2501, 3000}) {
          var query = query(gaussian(random, new float[DIMENSION], 1), limit, null);
          assertThat(engine.search(List.of(reader), query)).hasSize(Math.min(limit, 2501));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, false",
    "1, true, false",
    "3, false, false",
    "3, true, false",
    "3, false, true",
    "3, true, true"
  })
  void cutsThroughTiesByKey(int shards, boolean quantized, boolean linked) throws IOException {
    var random = new Random(Seed.next());
    float[] same = gaussian(random, new float[DIMENSION], 1);
    List<StoredRecord> records =
        IntStream.range(0, RECORDS)
            .mapToObj(
                i ->
                    StoredRecord.with(
                        RecordKey.of("id-" + i),
                        i < 20 ? gaussian(random, same, 0.01f) : same.clone(),
                        "",
                        Map.of("rank", Value.of(i))))
            .toList();
    var settings = quantized ? QUANTIZED : IndexSettings.DEFAULT;
    try (var all = new Shards(records, shards, settings, linked)) {
      for (float distance : new float[] {0, 0.5f}) {
        float[] target = gaussian(random, same, distance);
        for (Predicate filter : new @Nullable Predicate[] {null, rankBelow(12_000)}) {
          var query = query(target, 50, filter);
          assertThat(all.search(query)).isEqualTo(all.expected(query));
        }
      }
    }
  }

  @Test
  void findsAllWhereNothingNearTheTargetMatches() throws IOException {
    var random = new Random(Seed.next());
    float[] target = gaussian(random, new float[DIMENSION], 1);
    List<StoredRecord> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      float[] vector = gaussian(random, target, i < 4_000 ? 3 : 1);
      var rank = Map.of("rank", Value.of(i));
      records.add(StoredRecord.with(RecordKey.of("id-" + i), vector, "", rank));
    }
    try (var all = new Shards(records, 1, IndexSettings.DEFAULT)) {
      var query = query(target, 10, rankBelow(4_000));
      assertThat(all.search(query)).isEqualTo(all.expected(query));
    }
  }

  private static Predicate rankBelow(int bound) {
    return new Predicate.Compare("rank", Predicate.Comparison.LESS, Value.of(bound));
  }

  @Test
  void endsWhenCancelled() throws IOException {
    var random = new Random(Seed.next());
    try (var all = new Shards(clusters(random), 1, IndexSettings.DEFAULT)) {
      assertThatThrownBy(
              () -> engine.search(all.readers, query(new float[DIMENSION], 10, null), () -> true))
          .isInstanceOf(CancellationException.class);
    }
  }
}
