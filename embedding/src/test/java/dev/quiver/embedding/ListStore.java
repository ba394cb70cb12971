package dev.quiver.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.RelevanceScore;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** A store that keeps whatever it is given, the same id twice as two records. */
class ListStore implements EmbeddingStore<TextSegment> {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  record Entry(String id, Embedding embedding, TextSegment segment) {}

  @Override
  public String add(Embedding embedding) {
    throw new UnsupportedOperationException("only with an id");
  }

  @Override
  public void add(String id, Embedding embedding) {
    throw new UnsupportedOperationException("only with a segment");
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    throw new UnsupportedOperationException("only with an id");
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    throw new UnsupportedOperationException("only with ids");
  }

  @Override
  public void addAll(List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
    entries.addAll(
        IntStream.range(0, ids.size())
            .mapToObj(i -> new Entry(ids.get(i), embeddings.get(i), segments.get(i)))
            .toList());
  }

  @Override
  public void removeAll(Collection<String> ids) {
    Set<String> gone = Set.copyOf(ids);
    entries.removeIf(entry -> gone.contains(entry.id()));
  }

  @Override
  public void removeAll() {
    entries.clear();
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return new EmbeddingSearchResult<>(
        entries.stream()
            .map(entry -> match(entry, request.queryEmbedding()))
            .sorted(Comparator.comparing(EmbeddingMatch<TextSegment>::score).reversed())
            .limit(request.maxResults())
            .toList());
  }

  private static EmbeddingMatch<TextSegment> match(Entry entry, Embedding query) {
    double cosine = CosineSimilarity.between(entry.embedding(), query);
    return new EmbeddingMatch<>(
        RelevanceScore.fromCosineSimilarity(cosine),
        entry.id(),
        entry.embedding(),
        entry.segment());
  }

  /** By id. */
  List<Entry> entries() {
    return entries.stream().sorted(Comparator.comparing(Entry::id)).toList();
  }

  void restore(List<Entry> backup) {
    entries.clear();
    entries.addAll(backup);
  }

  int size() {
    return entries.size();
  }
}
