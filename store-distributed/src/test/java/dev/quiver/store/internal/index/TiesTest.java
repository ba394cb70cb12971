package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal vectors, and nearly equal ones, at the end of the answer. */
class TiesTest {
  private static final int RECORDS = 10_000;
  private static final int DIMENSION = 16;
  private static final int LIMIT = 10;
  private static final int QUERIES = 40;

  /** More than are wanted, and fewer than a node of a usual graph links to. */
  private static final int EQUALS = 14;

  /** A scan of all asks about twice as often whether anybody still wants the answer. */
  private static final int ASKED_BY_SCAN = RECORDS / 128;

  @TempDir Path directory;
  private final Random random = new Random(Seed.next());
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private final List<ShardIndex> indexes = new ArrayList<>();
  private final List<ShardReader> readers = new ArrayList<>();
  private final List<StoredRecord> records = new ArrayList<>();

  private void load(Similarity similarity, boolean quantized, int shards, List<float[]> vectors)
      throws IOException {
    load(similarity, new IndexSettings(16, 100, quantized, 0.95), shards, vectors);
  }

  private void load(
      Similarity similarity, IndexSettings settings, int shards, List<float[]> vectors)
      throws IOException {
    for (int i = 0; i < vectors.size(); i++) {
      Map<String, Value> number = Map.of("number", Value.of(i));
      records.add(StoredRecord.with(RecordKey.of("id-" + i), vectors.get(i), "", number));
    }
    for (int shard = 0; shard < shards; shard++) {
      int first = shard;
      ShardIndex index = engine.open(directory.resolve("shard-" + shard), similarity, settings);
      indexes.add(index);
      var part = IntStream.range(0, records.size()).filter(i -> i % shards == first);
      index.apply(new Position(1, 1), new Command.Put(part.mapToObj(records::get).toList()));
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

  private float[] near(float[] vector, float distance) {
    float[] near = OneSegment.gaussian(random, vector.length);
    for (int i = 0; i < near.length; i++) {
      near[i] = vector[i] + distance * near[i];
    }
    return near;
  }

  private static Predicate first(double part) {
    Value number = Value.of(part * RECORDS);
    return new Predicate.Compare("number", Predicate.Comparison.LESS, number);
  }

  private static ShardQuery query(float[] target) {
    return new ShardQuery(target, LIMIT, 0, null, 0.95);
  }

  @ParameterizedTest
  @CsvSource({
    "COSINE, false, 1", "COSINE, true, 1", "COSINE, true, 3",
    "EUCLIDEAN, false, 1", "EUCLIDEAN, true, 1", "EUCLIDEAN, true, 3"
  })
  void goToTheSmallestKeysHoweverManyTheyAre(Similarity similarity, boolean quantized, int shards)
      throws IOException {
    float[] same = OneSegment.gaussian(random, DIMENSION);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      float[] apart = OneSegment.gaussian(random, DIMENSION);
      vectors.add(i % 4 == 0 ? apart : i % 100 == 1 ? near(same, 0.01f) : same);
    }
    load(similarity, quantized, shards, vectors);
    for (float distance : new float[] {0, 0.02f, 0.5f}) {
      ShardQuery query = query(near(same, distance));
      List<Hit> hits = new ArrayList<>();
      for (Found found : engine.search(readers, query)) {
        hits.add(found.load());
      }
      assertThat(hits)
          .as("%s away", distance)
          .isEqualTo(ShardIndexDifferentialTest.best(records, query, similarity));
    }
  }

  /** The fewer links a node has room for, the fewer equals are sure to be linked to. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16})
  void areAllFoundHoweverFewLinksThereAre(int m) throws IOException {
    int groups = RECORDS / EQUALS;
    List<float[]> vectors = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      vectors.addAll(Collections.nCopies(EQUALS, OneSegment.gaussian(random, DIMENSION)));
    }
    Collections.shuffle(vectors, random);
    load(Similarity.COSINE, new IndexSettings(m, 100, false, 0.95), 1, vectors);
    int missed = 0;
    for (int i = 0; i < QUERIES; i++) {
      ShardQuery query = query(vectors.get(random.nextInt(vectors.size())));
      List<Hit> hits = new ArrayList<>();
      for (Found found : engine.search(readers, query)) {
        hits.add(found.load());
      }
      List<Hit> best = ShardIndexDifferentialTest.best(records, query, Similarity.COSINE);
      if (hits.getLast().score() == best.getLast().score()) {
        assertThat(hits).isEqualTo(best);
      } else {
        missed++;
      }
    }
    assertThat(missed).as("searches that ended in no tie").isLessThanOrEqualTo(QUERIES / 10);
  }

  /** Groups of vectors that no 8-bit copy tells apart, but vectors as given do. */
  @ParameterizedTest
  @CsvSource({
    "COSINE, false, 1, 1",
    "COSINE, true, 1, 1",
    "COSINE, true, 3, 1",
    "EUCLIDEAN, false, 1, 1",
    "EUCLIDEAN, true, 1, 1",
    "EUCLIDEAN, true, 3, 1",
    "EUCLIDEAN, false, 1, 50",
    "EUCLIDEAN, true, 1, 50"
  })
  void areNotLookedForAmongAllWhereVectorsAreNearlyEqual(
      Similarity similarity, boolean quantized, int shards, float length) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    for (int group = 0; group < RECORDS / 20; group++) {
      float[] centre = near(new float[DIMENSION], length);
      for (int i = 0; i < 20; i++) {
        vectors.add(near(centre, 0.001f * length));
      }
    }
    load(similarity, quantized, shards, vectors);
    int scans = 0;
    for (int i = 0; i < QUERIES; i++) {
      var asked = new AtomicInteger();
      float[] target = near(vectors.get(random.nextInt(RECORDS)), 0.2f * length);
      engine.search(readers, query(target), () -> asked.incrementAndGet() < 0);
      scans += asked.get() >= ASKED_BY_SCAN ? 1 : 0;
    }
    assertThat(scans).as("searches that looked at everything").isLessThan(QUERIES / 4);
  }

  /** The last one wanted has a copy that is worse than others', and a short walk keeps no worse. */
  @ParameterizedTest
  @CsvSource({"false, 1", "true, 1", "true, 0.5"})
  void areNotLookedForWhereLittleIsToBeFound(boolean quantized, double part) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      vectors.add(OneSegment.gaussian(random, DIMENSION));
    }
    load(Similarity.COSINE, quantized, 1, vectors);
    int scans = 0;
    for (int i = 0; i < QUERIES; i++) {
      var asked = new AtomicInteger();
      float[] target = OneSegment.gaussian(random, DIMENSION);
      var query = new ShardQuery(target, LIMIT, 0, first(part), 0.5);
      engine.search(readers, query, () -> asked.incrementAndGet() < 0);
      scans += asked.get() >= ASKED_BY_SCAN * part ? 1 : 0;
    }
    assertThat(scans).as("searches that looked at everything").isLessThanOrEqualTo(1);
  }
}
