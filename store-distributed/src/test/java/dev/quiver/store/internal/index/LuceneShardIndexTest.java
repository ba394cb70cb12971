package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

class LuceneShardIndexTest extends ShardIndexContract {
  private static final IndexEngine ENGINE =
      new IndexEngine(EngineOptions.defaults("test").withHelpers(Thread::startVirtualThread));

  @Override
  ShardIndex open(Path directory) throws IOException {
    return ENGINE.open(directory, Similarity.COSINE, IndexSettings.DEFAULT);
  }

  @AfterAll
  static void closeEngine() {
    ENGINE.close();
  }
}
