package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link PlainStore} as LangChain4j sees stores: a cluster that costs nothing. */
final class PlainEmbeddingStore implements EmbeddingStore<TextSegment> {
  private final PlainStore plain = new PlainStore(Metric.COSINE);

  /** All there is, to be compared. */
  synchronized Map<String, PlainStore.Row> rows() {
    return new TreeMap<>(plain.rows());
  }

  /** The vector of a record that must be there. */
  Embedding vector(String id) {
    PlainStore.Row row = rows().get(id);
    if (row == null) {
      throw new AssertionError("there is no " + id + " in " + rows());
    }
    return row.embedding();
  }

  @Override
  public String add(Embedding embedding) {
    throw new UnsupportedOperationException("ids are fixed before the first attempt");
  }

  @Override
  public void add(String id, Embedding embedding) {
    addAll(List.of(id), List.of(embedding), null);
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return add(embedding);
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    return List.of(add(embeddings.getFirst()));
  }

  @Override
  public synchronized void addAll(
      List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    for (int i = 0; i < ids.size(); i++) {
      if (embeddings.get(i).vector().length != 2) {
        throw new IllegalArgumentException("embedding " + i + " must have dimension 2");
      }
      plain.put(ids.get(i), embeddings.get(i), segments == null ? null : segments.get(i));
    }
  }

  @Override
  public synchronized void removeAll(Collection<String> ids) {
    plain.remove(ids);
  }

  @Override
  public synchronized void removeAll(Filter filter) {
    plain.remove(filter);
  }

  @Override
  public synchronized void removeAll() {
    plain.clear();
  }

  @Override
  public synchronized EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return new EmbeddingSearchResult<>(
        plain
            .search(
                request.queryEmbedding().vector(),
                request.maxResults(),
                request.minScore(),
                request.filter())
            .stream()
            .map(this::match)
            .toList());
  }

  @SuppressWarnings("NullAway") // LangChain4j's matches hold null where there is no segment
  private EmbeddingMatch<TextSegment> match(PlainStore.Ranked ranked) {
    PlainStore.Row row = Objects.requireNonNull(plain.rows().get(ranked.id()));
    return new EmbeddingMatch<>(ranked.score(), ranked.id(), row.embedding(), row.segment());
  }
}
