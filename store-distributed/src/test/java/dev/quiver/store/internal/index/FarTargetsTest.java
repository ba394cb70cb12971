package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches that come from where no records lie and find less than was asked for, without a sign:
 * records in narrow clusters, and targets in any direction. {@code ./quiver recall elsewhere} shows
 * it for real ones.
 */
class FarTargetsTest {
  private static final int DIMENSION = 48;
  private static final int CLUSTERS = 60;
  private static final double SPREAD = 0.7;
  private static final int RECORDS = 12_000;
  private static final int TARGETS = 100;
  private static final double RECALL = 0.95;
  private static final double ALLOWED_BELOW = 0.02;

  @TempDir Path directory;
  private final Random random = new Random(77); // one collection: others differ in how hard it is
  private final List<float[]> centres = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();

  private float[] direction() {
    return VectorField.indexed(OneSegment.gaussian(random, DIMENSION), Similarity.COSINE);
  }

  private float[] inCluster() {
    float[] vector = centres.get(random.nextInt(CLUSTERS)).clone();
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += (float) (SPREAD / Math.sqrt(DIMENSION) * random.nextGaussian());
    }
    return VectorField.indexed(vector, Similarity.COSINE);
  }

  @Test
  void findsWhatWasAskedForWhereverTheTargetLies() throws IOException {
    for (int i = 0; i < CLUSTERS; i++) {
      centres.add(direction());
    }
    List<StoredRecord> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      vectors.add(inCluster());
      records.add(StoredRecord.bare(RecordKey.of("id-" + i), vectors.get(i)));
    }
    var settings = new IndexSettings(16, 100, false, RECALL);
    try (var engine = new IndexEngine(EngineOptions.defaults("test"))) {
      try (ShardIndex index = engine.open(directory, Similarity.COSINE, settings)) {
        index.apply(new Position(1, 1), new Command.Put(records));
        index.compact();
        check(engine, index);
      }
      try (ShardIndex reopened = engine.open(directory, Similarity.COSINE, settings);
          ShardReader reader = reopened.read()) {
        assertThat(((LuceneShardReader) reader).view().calibration().newest())
            .as("calibration right after a restart")
            .isNotNull();
        check(engine, reopened);
      }
    }
  }

  private void check(IndexEngine engine, ShardIndex index) throws IOException {
    try (ShardReader reader = index.read()) {
      for (int limit : new int[] {1, 10, 100, 200}) {
        double walked = check(engine, reader, limit, this::inCluster, "in clusters");
        assertThat(limit > 10 || walked > 0.8).as("%s walked, of %s", walked, limit).isTrue();
        check(engine, reader, limit, this::direction, "anywhere");
      }
    }
  }

  /** Returns the part of the searches that walked. */
  private double check(
      IndexEngine engine, ShardReader reader, int limit, Supplier<float[]> targets, String where)
      throws IOException {
    long found = 0;
    int walked = 0;
    for (int i = 0; i < TARGETS; i++) {
      float[] target = targets.get();
      var query = new ShardQuery(target, limit, 0, null, RECALL);
      Searched searched = Searched.by(engine, List.of(reader), query);
      double last = lastWanted(target, limit);
      found += searched.found().stream().filter(each -> each.score() >= last).count();
      walked += searched.isExact() ? 0 : 1;
    }
    double recall = (double) found / (limit * TARGETS);
    System.out.printf(
        Locale.ROOT, "%d nearest of targets %s: %.3f, %d walked%n", limit, where, recall, walked);
    assertThat(recall)
        .as("%s nearest of targets %s", limit, where)
        .isGreaterThanOrEqualTo(RECALL - ALLOWED_BELOW);
    return (double) walked / TARGETS;
  }

  private double lastWanted(float[] target, int limit) {
    double[] scores =
        vectors.stream().mapToDouble(each -> Similarity.COSINE.score(target, each)).toArray();
    Arrays.sort(scores);
    return scores[RECORDS - limit];
  }
}
