package dev.quiver.benchmarks.quality;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchMode;
import dev.quiver.store.SearchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A judged corpus in a store, embedded by a model, and how well each mode finds what it should. */
final class Evaluation implements AutoCloseable {
  private static final int BATCH = 256;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final JudgedCorpus corpus;
  private final EmbeddingModel model;
  private final QuiverEmbeddingStore store;
  private final Map<String, Embedding> queryVectors = new HashMap<>();

  Evaluation(JudgedCorpus corpus, EmbeddingModel model) {
    this.corpus = corpus;
    this.model = model;
    this.store = QuiverEmbeddingStore.builder().writeTimeout(PATIENCE).build();
  }

  void load() {
    List<String> ids = List.copyOf(corpus.documents().keySet());
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<String> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
      List<TextSegment> segments = new ArrayList<>();
      batch.forEach(id -> segments.add(TextSegment.from(corpus.documents().get(id))));
      store.addAll(batch, model.embedAll(segments).content(), segments);
    }
    store.flush();
    corpus.queries().forEach((id, text) -> queryVectors.put(id, model.embed(text).content()));
  }

  RankingQuality quality(SearchMode mode) {
    var options = SearchOptions.defaults().withMode(mode).withTimeout(PATIENCE);
    var all = new ArrayList<RankingQuality>();
    corpus
        .queries()
        .forEach(
            (id, text) -> {
              var request =
                  EmbeddingSearchRequest.builder()
                      .query(text)
                      .queryEmbedding(queryVectors.get(id))
                      .maxResults(RankingQuality.DEPTH)
                      .build();
              List<String> found =
                  store.search(request, options).matches().stream()
                      .map(EmbeddingMatch::embeddingId)
                      .toList();
              all.add(RankingQuality.of(found, corpus.relevantTo(id)));
            });
    return RankingQuality.mean(all);
  }

  @Override
  public void close() {
    store.close();
  }
}
