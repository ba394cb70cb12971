package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that are linked in another way than was said. */
@Timeout(120)
class IndexSettingsTest {
  private static final int RECORDS = 3_000;
  private static final int DIMENSION = 16;

  @TempDir Path directory;
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private final List<StoredRecord> records = new ArrayList<>();

  IndexSettingsTest() {
    var random = new Random(Seed.next());
    for (int i = 0; i < RECORDS; i++) {
      var vector = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      records.add(StoredRecord.bare(RecordKey.of("id-" + i), vector));
    }
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** Links on the lowest level: the most of one record, and all. */
  private record Links(int most, int all) {}

  private Links links(int m, int efConstruction) throws IOException {
    var settings = new IndexSettings(m, efConstruction, false, 0.95);
    Path folder = directory.resolve(m + "-" + efConstruction);
    try (ShardIndex index = engine.open(folder, Similarity.COSINE, settings)) {
      index.apply(new Position(1, 1), new Command.Put(records));
      index.compact();
      try (ShardReader reader = index.read()) {
        View view = ((LuceneShardReader) reader).view();
        return links(Terrain.of(view.reader().leaves().getFirst(), null).graph());
      }
    }
  }

  private static Links links(HnswGraph graph) throws IOException {
    int most = 0;
    int all = 0;
    for (int node = 0; node < graph.size(); node++) {
      graph.seek(0, node);
      most = Math.max(most, graph.neighborCount());
      all += graph.neighborCount();
    }
    return new Links(most, all);
  }

  @Test
  void aRecordHasTwiceMNeighboursAtMost() throws IOException {
    assertThat(links(4, 100).most).isEqualTo(8);
    assertThat(links(24, 100).most).isBetween(17, 48);
  }

  /** Of more candidates, more are found that are no detour from each other. */
  @Test
  void moreLinksAreFoundAmongMoreCandidates() throws IOException {
    assertThat(links(16, 4).all).isLessThan(links(16, 100).all);
  }
}
