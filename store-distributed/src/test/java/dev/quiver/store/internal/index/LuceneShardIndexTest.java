package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LuceneShardIndexTest extends ShardIndexContract {
  private static final IndexEngine ENGINE =
      new IndexEngine(EngineOptions.defaults("test").withHelpers(Thread::startVirtualThread));

  @Override
  ShardIndex open(Path directory) throws IOException {
    return ENGINE.open(directory, Similarity.COSINE, IndexSettings.DEFAULT);
  }

  /** Segments that readers hold stay on disk and mapped. */
  @Test
  void readersSeeACompactedIndexAtOnce() throws IOException {
    try (ShardIndex index = open(directory.resolve("compacted"))) {
      for (int i = 1; i <= 4; i++) {
        index.apply(at(i), put(record("id-" + i, "text " + i)));
        index.commit();
      }
      try (var before = (LuceneShardReader) index.read()) {
        assertThat(before.view().reader().leaves()).hasSizeGreaterThan(1);
      }
      index.compact();
      try (var after = (LuceneShardReader) index.readAsRefreshed()) {
        assertThat(after.view().reader().leaves()).hasSize(1);
        assertThat(after.position()).isEqualTo(at(4));
      }
    }
  }

  @AfterAll
  static void closeEngine() {
    ENGINE.close();
  }
}
