package dev.quiver.examples;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The smallest program: texts become vectors in this JVM, are stored, and answer a question. */
public final class QuickStart {
  private QuickStart() {}

  public static void main(String[] args) {
    List<TextSegment> texts =
        Stream.of(
                "Cold brew is coffee steeped in cold water for half a day.",
                "A pressure cooker makes beans soft in twenty minutes.",
                "Sourdough rises by wild yeast and needs a warm night.")
            .map(TextSegment::from)
            .toList();
    // With .directory(Path.of("data")) the store is still there when the program runs again.
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().build()) {
      store.addAll(model.embedAll(texts).content(), texts);

      Embedding question = model.embedQuery("How is bread leavened?").content();
      var request = EmbeddingSearchRequest.builder().queryEmbedding(question).maxResults(2).build();
      for (var match : store.search(request).matches()) {
        System.out.printf(Locale.ROOT, "%.3f  %s%n", match.score(), match.embedded().text());
      }
    }
  }
}
