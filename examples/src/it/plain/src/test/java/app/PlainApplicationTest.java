package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.QuiverContentRetriever;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application of one's own does on its first day. */
class PlainApplicationTest {
  @TempDir private Path directory;

  @Test
  void addsSearchesAndFindsAgainAfterARestart() {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      try (QuiverEmbeddingStore store = open()) {
        List<TextSegment> facts =
            List.of(
                TextSegment.from("Paris is the capital of France", Metadata.from("about", "city")),
                TextSegment.from(
                    "A heisenbug hides from debuggers", Metadata.from("about", "bug")));
        store.addAll(model.embedAll(facts).content(), facts);
      }
      try (QuiverEmbeddingStore store = open()) {
        var request =
            EmbeddingSearchRequest.builder()
                .queryEmbedding(model.embed("Which error vanishes when one looks?").content())
                .query("Which error vanishes when one looks?")
                .filter(MetadataFilterBuilder.metadataKey("about").isEqualTo("bug"))
                .maxResults(1)
                .build();
        assertEquals(
            "A heisenbug hides from debuggers",
            store.search(request).matches().getFirst().embedded().text());

        var retriever = QuiverContentRetriever.builder().store(store).model(model).build();
        assertTrue(
            retriever.retrieve(Query.from("What is the capital of France?")).stream()
                .anyMatch(content -> content.textSegment().text().startsWith("Paris")));
      }
    }
  }

  private QuiverEmbeddingStore open() {
    return QuiverEmbeddingStore.builder()
        .directory(directory)
        .searchMode(SearchMode.HYBRID)
        .build();
  }
}
