package dev.quiver.examples;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.List;
import java.util.stream.Stream;

/** Three nodes with a copy of everything each: one may stop, and reads and writes go on. */
public final class LoseANode {
  private LoseANode() {}

  public static void main(String[] args) {
    List<TextSegment> texts =
        Stream.of("Basil likes sun and water.", "Moss grows in the shade.", "Cacti store water.")
            .map(TextSegment::from)
            .toList();
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        QuiverEmbeddingStore store =
            QuiverEmbeddingStore.builder().nodes(3).shards(3).replicas(3).build()) {
      store.addAll(model.embedAll(texts).content(), texts);
      var request =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(model.embedQuery("What grows without sunlight?").content())
              .maxResults(1)
              .build();
      Runnable ask =
          () ->
              store.search(request).matches().forEach(m -> System.out.println(m.embedded().text()));

      ask.run();
      store.admin().stopNode("node-1"); // as a crash would: nothing is handed over
      ask.run();
      TextSegment ferns = TextSegment.from("Ferns need little light.");
      store.add(model.embed(ferns).content(), ferns); // waits for an election at most
      System.out.println(store.count() + " records with a node down");
      store
          .admin()
          .startNode("node-1"); // reads its disk, then takes what it missed from the others
      store
          .admin()
          .status()
          .nodes()
          .forEach(node -> System.out.println(node.node() + " " + node.state()));
    }
  }
}
