package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.VectorScorer;

/** Vectors in an index that is one segment; what a node of its graph is, the segment tells. */
final class OneSegment implements Closeable {
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private final ShardIndex index;
  private final ShardReader reader;
  private final View view;
  private final LeafReaderContext leaf;

  OneSegment(Path directory, Similarity similarity, boolean quantized, List<float[]> vectors)
      throws IOException {
    index = engine.open(directory, similarity, new IndexSettings(16, 100, quantized, 0.95));
    List<StoredRecord> records = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      records.add(StoredRecord.bare(RecordKey.of("id-" + i), vectors.get(i)));
    }
    index.apply(new Position(1, 1), new Command.Put(records));
    index.compact();
    reader = index.read();
    view = ((LuceneShardReader) reader).view();
    leaf = view.reader().leaves().getFirst();
  }

  static float[] gaussian(Random random, int dimension) {
    var vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  LeafReaderContext leaf() {
    return leaf;
  }

  Terrain terrain() throws IOException {
    return Terrain.of(leaf, null);
  }

  Target target(float[] vector) {
    return new Target(new ShardQuery(vector, 10, 0, null, 0.95), view, () -> false);
  }

  /** Of all nodes, from the vectors themselves. */
  float[] scores(Target target) throws IOException {
    VectorScorer scorer = target.scorer(leaf.reader());
    var scores = new float[leaf.reader().maxDoc()];
    for (int node = 0; node < scores.length; node++) {
      scorer.iterator().advance(node);
      scores[node] = scorer.score();
    }
    return scores;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    index.close();
    engine.close();
  }
}
