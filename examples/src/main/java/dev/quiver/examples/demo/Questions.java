package dev.quiver.examples.demo;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.embedding.OnnxEmbeddingModel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Questions with their vectors, to be asked again and again of one store or another. */
final class Questions {
  private static final int MATCHES = 3;

  private final Map<String, Embedding> asked = new LinkedHashMap<>();

  Questions(OnnxEmbeddingModel model, List<String> questions) {
    questions.forEach(each -> asked.put(each, model.embedQuery(each).content()));
  }

  Answers ask(EmbeddingStore<TextSegment> store) {
    return new Answers(asked.keySet().stream().map(question -> ask(store, question)).toList());
  }

  private Answer ask(EmbeddingStore<TextSegment> store, String question) {
    EmbeddingSearchRequest request = request(question);
    long started = System.nanoTime();
    var matches = store.search(request).matches();
    return new Answer(question, matches, Duration.ofNanos(System.nanoTime() - started));
  }

  EmbeddingSearchRequest first() {
    return request(asked.keySet().iterator().next());
  }

  private EmbeddingSearchRequest request(String question) {
    return EmbeddingSearchRequest.builder()
        .query(question)
        .queryEmbedding(asked.get(question))
        .maxResults(MATCHES)
        .build();
  }
}
