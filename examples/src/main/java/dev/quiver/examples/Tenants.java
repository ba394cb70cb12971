package dev.quiver.examples;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.List;

/** Many customers in one store: a tenant's records share a shard, and no call may forget whose. */
public final class Tenants {
  private Tenants() {}

  public static void main(String[] args) {
    List<TextSegment> notes =
        List.of(
            note("acme", "The board meets on Thursday at nine."),
            note("acme", "The canteen is closed in August."),
            note("globex", "The board has never met."));
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        QuiverEmbeddingStore store =
            QuiverEmbeddingStore.builder()
                .shards(4)
                .partitionKey("tenant")
                .requireFilterOn("tenant")
                .build()) {
      store.addAll(model.embedAll(notes).content(), notes);

      var request =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(model.embedQuery("When does the board meet?").content())
              .filter(metadataKey("tenant").isEqualTo("acme"))
              .build();
      store.search(request).matches().forEach(m -> System.out.println(m.embedded().text()));
      System.out.println("shards asked: " + store.explain(request).shards().size() + " of 4");

      try {
        store.count();
      } catch (IllegalArgumentException refused) {
        System.out.println("refused: " + refused.getMessage());
      }
    }
  }

  private static TextSegment note(String tenant, String text) {
    return TextSegment.from(text, Metadata.from("tenant", tenant));
  }
}
