package dev.quiver.examples;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchMode;
import dev.quiver.store.SearchOptions;
import java.util.List;
import java.util.stream.Stream;

/** Vectors confuse part numbers, words miss what is said otherwise: hybrid search ranks by both. */
public final class HybridSearch {
  private HybridSearch() {}

  public static void main(String[] args) {
    List<TextSegment> leaflets =
        Stream.of(
                "XR-7 is a solvent for paint.",
                "XR-9 is a syrup against cough.",
                "Cough syrup is safe from the age of two.",
                "Call a doctor after swallowing something poisonous.")
            .map(TextSegment::from)
            .toList();
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().build()) {
      store.addAll(model.embedAll(leaflets).content(), leaflets);

      String question = "Is XR-7 safe to swallow?";
      var request =
          EmbeddingSearchRequest.builder()
              .query(question)
              .queryEmbedding(model.embedQuery(question).content())
              .maxResults(2)
              .build();
      for (SearchMode mode : List.of(SearchMode.VECTOR, SearchMode.TEXT, SearchMode.HYBRID)) {
        System.out.println(mode);
        store.search(request, SearchOptions.defaults().withMode(mode)).matches().stream()
            .map(match -> "  " + match.embedded().text())
            .forEach(System.out::println);
      }
    }
  }
}
