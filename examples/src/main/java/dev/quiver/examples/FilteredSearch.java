package dev.quiver.examples;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.List;
import java.util.Map;

/** Search within what the metadata say: the filter is part of the search, not applied after it. */
public final class FilteredSearch {
  private FilteredSearch() {}

  public static void main(String[] args) {
    List<TextSegment> reviews =
        List.of(
            review("Quiet keys, but the hinge broke within a year.", "Aero 13", 2022, 2),
            review("The keyboard is a joy and the battery lasts.", "Aero 13", 2024, 5),
            review("The keyboard rattles, and a key came loose.", "Aero 13", 2025, 1),
            review("The best keyboard I have ever typed on.", "Brick 15", 2025, 5));
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().build()) {
      store.addAll(model.embedAll(reviews).content(), reviews);

      Filter recent =
          metadataKey("laptop").isEqualTo("Aero 13").and(metadataKey("year").isGreaterThan(2023));
      var request =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(model.embedQuery("Is the keyboard any good?").content())
              .filter(recent)
              .maxResults(3)
              .build();
      for (var match : store.search(request).matches()) {
        Metadata about = match.embedded().metadata();
        System.out.println(
            about.getInteger("year")
                + ", "
                + about.getInteger("stars")
                + " of 5: "
                + match.embedded().text());
      }
      System.out.println(store.count(recent) + " of " + store.count() + " reviews match");
    }
  }

  private static TextSegment review(String text, String laptop, int year, int stars) {
    return TextSegment.from(
        text, Metadata.from(Map.of("laptop", laptop, "year", year, "stars", stars)));
  }
}
