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
import org.apache.lucene.index.LeafReaderContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments are what they were written as, whatever the index is opened with later. */
class TerrainTest {
  private static final IndexSettings QUANTIZED = new IndexSettings(16, 100, true, 0.95);

  @TempDir Path directory;

  @Test
  void isExactWhereItsOwnSegmentsAre() throws IOException {
    try (var engine = new IndexEngine(EngineOptions.defaults("test"))) {
      assertThat(exactAfter(engine, QUANTIZED, 1)).containsExactly(false);
      assertThat(exactAfter(engine, IndexSettings.DEFAULT, 2)).containsExactly(false, true);
    }
  }

  private List<Boolean> exactAfter(IndexEngine engine, IndexSettings settings, int command)
      throws IOException {
    try (ShardIndex index = engine.open(directory, Similarity.COSINE, settings)) {
      var record = StoredRecord.bare(RecordKey.of("id-" + command), new float[] {command, 1});
      index.apply(new Position(1, command), new Command.Put(List.of(record)));
      index.commit();
      try (ShardReader reader = index.read()) {
        var exact = new ArrayList<Boolean>();
        for (LeafReaderContext leaf : ((LuceneShardReader) reader).view().reader().leaves()) {
          exact.add(Terrain.of(leaf, null).isExact());
        }
        return exact;
      }
    }
  }
}
