package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.near;

import dev.langchain4j.data.segment.TextSegment;
import java.nio.file.Path;

/** What a newcomer does first, in a JVM without any logging configuration. */
final class FirstHour {
  private FirstHour() {}

  /** Its one argument is the directory of the store. */
  public static void main(String[] arguments) {
    try (var store =
        QuiverEmbeddingStore.builder()
            .directory(Path.of(arguments[0]))
            .nodes(3)
            .shards(2)
            .replicas(3)
            .build()) {
      store.add(X, TextSegment.from("before"));
      String leader = store.admin().status().shards().getFirst().leader();
      store.admin().stopNode(leader);
      for (int i = 0; i < 20; i++) {
        store.add(X, TextSegment.from("meanwhile"));
      }
      store.search(near(X, 3));
      store.admin().startNode(leader);
    }
  }
}
