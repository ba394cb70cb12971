package dev.quiver.store;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.internal.failover.Backend;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One LangChain4j store as a cluster. Every call gets vectors and metadata of its own: there are
 * stores that change what they are given.
 *
 * @param client gives the store, at once or after it has connected
 * @param timely the store, where it is there at once and never late; null: it may be
 * @param partitionKey the metadata key whose value is a part of a record's identity; null: none
 * @param seen the last search asked of any cluster, which is what a probe asks
 */
record ClusterBackend(
    Supplier<EmbeddingStore<TextSegment>> client,
    @Nullable QuiverEmbeddingStore timely,
    @Nullable String partitionKey,
    AtomicReference<@Nullable EmbeddingSearchRequest> seen)
    implements Backend<EmbeddingSearchRequest, EmbeddingSearchResult<TextSegment>> {

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest query) {
    return client.get().search(query);
  }

  @Override
  public void apply(Command command) {
    apply(client.get(), command);
  }

  private static void apply(EmbeddingStore<TextSegment> store, Command command) {
    switch (command) {
      case Command.Put(var records) -> put(store, records);
      case Command.DeleteIds(var ids, var where) when where == null -> store.removeAll(ids);
      case Command.DeleteIds(var ids, var where) ->
          OwnStores.removeAll(store, ids, FilterForms.of(where));
      case Command.DeleteWhere(var where) -> store.removeAll(FilterForms.of(where));
      case Command.Clear() -> store.removeAll();
    }
  }

  private static void put(EmbeddingStore<TextSegment> store, List<StoredRecord> records) {
    var ids = new ArrayList<String>(records.size());
    var embeddings = new ArrayList<Embedding>(records.size());
    var segments = new ArrayList<@Nullable TextSegment>(records.size());
    boolean anySegment = false;
    for (StoredRecord record : records) {
      TextSegment segment = segment(record);
      anySegment |= segment != null;
      ids.add(record.key().id());
      embeddings.add(Embedding.from(record.vector().clone()));
      segments.add(segment);
    }
    addAll(store, ids, embeddings, anySegment ? segments : null);
  }

  @SuppressWarnings("NullAway") // LangChain4j's stores take null where there is no segment
  private static void addAll(
      EmbeddingStore<TextSegment> store,
      List<String> ids,
      List<Embedding> embeddings,
      @Nullable List<@Nullable TextSegment> segments) {
    if (segments == null && ids.size() == 1) {
      store.add(ids.getFirst(), embeddings.getFirst());
    } else {
      store.addAll(ids, embeddings, segments);
    }
  }

  private static @Nullable TextSegment segment(StoredRecord record) {
    String text = record.text();
    if (text == null) {
      return null;
    }
    var metadata = new HashMap<String, Object>();
    record.metadata().forEach((key, value) -> metadata.put(key, value.toObject()));
    return TextSegment.from(text, Metadata.from(metadata));
  }

  /**
   * Many stores keep a second record when an id is added again; so what may be there is removed
   * first. Quiver replaces it, and needs no moment without. Where a record's partition is a part of
   * its identity, a removal by id would take those of other partitions along.
   */
  @Override
  public void reapply(Command command) {
    EmbeddingStore<TextSegment> store = client.get();
    if (command instanceof Command.Put(var records)
        && partitionKey == null
        && !OwnStores.replace(store)) {
      try {
        store.removeAll(records.stream().map(record -> record.key().id()).toList());
      } catch (UnsupportedFeatureException cannotRemove) {
        put(store, records);
        return;
      }
    }
    apply(store, command);
  }

  @Override
  public boolean keepsTime() {
    return timely != null;
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(
      EmbeddingSearchRequest query, Duration patience) {
    return within(patience).search(query);
  }

  @Override
  public void apply(Command command, Duration patience) {
    apply(within(patience), command);
  }

  private QuiverEmbeddingStore within(Duration patience) {
    return Objects.requireNonNull(timely).within(patience);
  }

  @Override
  public void probe() {
    EmbeddingStore<TextSegment> store = client.get();
    EmbeddingSearchRequest last = seen.get();
    if (last != null) {
      store.search(
          EmbeddingSearchRequest.builder()
              .queryEmbedding(Embedding.from(last.queryEmbedding().vector().clone()))
              .query(last.query())
              .maxResults(1)
              .filter(last.filter())
              .build());
    }
  }

  @Override
  public boolean isCallersFault(Throwable thrown) {
    return thrown instanceof IllegalArgumentException
        || thrown instanceof UnsupportedFeatureException
        || thrown instanceof UnsupportedOperationException
        || thrown instanceof InvalidRequestException;
  }
}
