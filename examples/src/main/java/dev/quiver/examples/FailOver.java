package dev.quiver.examples;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.FailoverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.WritePolicy;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two stores as one: when the first is lost, the second answers. Any LangChain4j stores will do.
 */
public final class FailOver {
  private FailOver() {}

  public static void main(String[] args) {
    List<TextSegment> texts =
        Stream.of("The night train leaves at 22:14.", "Dogs travel at half fare.")
            .map(TextSegment::from)
            .toList();
    try (TemporaryFolder folder = TemporaryFolder.make();
        OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        QuiverEmbeddingStore west = QuiverEmbeddingStore.builder().build();
        QuiverEmbeddingStore east = QuiverEmbeddingStore.builder().build();
        FailoverEmbeddingStore store =
            FailoverEmbeddingStore.builder()
                .cluster("us-west", west)
                .cluster("us-east", east)
                .writes(WritePolicy.ALL)
                .handoffDirectory(folder.path()) // what a cluster misses waits for it there
                .build()) {
      store.addAll(model.embedAll(texts).content(), texts);
      west.admin().stopNode("node-0"); // its only one

      var request =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(model.embedQuery("Can I take my dog?").content())
              .maxResults(1)
              .build();
      store.search(request).matches().forEach(m -> System.out.println(m.embedded().text()));
      TextSegment bicycles = TextSegment.from("Bicycles need a reservation.");
      store.add(model.embed(bicycles).content(), bicycles);
      store
          .status()
          .clusters()
          .forEach(each -> System.out.println(each.name() + " misses writes: " + each.queue()));
    }
  }
}
