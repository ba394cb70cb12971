package dev.quiver.benchmarks.quality;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchMode;
import dev.quiver.store.SearchOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A judged corpus in a store, embedded by a model, and how well each mode finds what it should. */
final class Evaluation implements AutoCloseable {
  private static final int BATCH = 256;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final JudgedCorpus corpus;
  private final KeptVectors model;
  private final QuiverEmbeddingStore store;
  private final Map<String, Embedding> queryVectors = new LinkedHashMap<>();

  Evaluation(JudgedCorpus corpus, KeptVectors model) {
    this.corpus = corpus;
    this.model = model;
    this.store = QuiverEmbeddingStore.builder().writeTimeout(PATIENCE).build();
  }

  void load() throws IOException {
    List<String> ids = List.copyOf(corpus.documents().keySet());
    List<String> texts = List.copyOf(corpus.documents().values());
    List<Embedding> vectors = model.passages(texts);
    for (int from = 0; from < ids.size(); from += BATCH) {
      int to = Math.min(ids.size(), from + BATCH);
      store.addAll(
          ids.subList(from, to),
          vectors.subList(from, to),
          texts.subList(from, to).stream().map(TextSegment::from).toList());
    }
    store.flush();
    Iterator<Embedding> next = model.queries(List.copyOf(corpus.queries().values())).iterator();
    corpus.queries().keySet().forEach(id -> queryVectors.put(id, next.next()));
  }

  /** Figures at 10 are of searches for 10: a hybrid one looks deeper the more is wanted. */
  RankingQuality quality(SearchMode mode) {
    RankingQuality ten = quality(mode, RankingQuality.TOP);
    RankingQuality hundred = quality(mode, RankingQuality.DEPTH);
    return new RankingQuality(
        ten.ndcg10(), ten.recall10(), hundred.recall100(), hundred.reciprocalRank());
  }

  private RankingQuality quality(SearchMode mode, int results) {
    var options = SearchOptions.defaults().withMode(mode).withTimeout(PATIENCE);
    var all = new ArrayList<RankingQuality>();
    queryVectors.forEach(
        (id, vector) -> {
          var request =
              EmbeddingSearchRequest.builder()
                  .query(corpus.queries().get(id))
                  .queryEmbedding(vector)
                  .maxResults(results)
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
