package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What Quiver's own stores can do beyond LangChain4j's, whatever of Quiver stands before them. */
final class OwnStores {
  private OwnStores() {}

  /**
   * What a record in a store is known by, beside its id.
   *
   * @param partitionKey the metadata key whose value is a part of its identity; null: the id alone
   * @param isCertain whether the store says so; of other stores it is assumed
   */
  record Identity(@Nullable String partitionKey, boolean isCertain) {
    @Override
    public String toString() {
      return partitionKey == null ? "none" : "\"" + partitionKey + "\"";
    }
  }

  static Identity identity(EmbeddingStore<TextSegment> store) {
    return switch (store) {
      case QuiverEmbeddingStore quiver ->
          new Identity(quiver.handle.settings().partitionKey(), true);
      case FailoverEmbeddingStore failover -> new Identity(failover.partitionKey(), true);
      case CachedEmbeddingStore cached -> identity(cached.store());
      case ListenedEmbeddingStore listened -> identity(listened.store());
      default -> new Identity(null, false);
    };
  }

  /** Whether a record that is added again takes the place of the first. */
  static boolean replace(EmbeddingStore<TextSegment> store) {
    return switch (store) {
      case QuiverEmbeddingStore quiver -> true;
      case CachedEmbeddingStore cached -> replace(cached.store());
      case ListenedEmbeddingStore listened -> replace(listened.store());
      default -> false;
    };
  }

  /** Removes those of the records that match. */
  static void removeAll(
      EmbeddingStore<TextSegment> store, @Nullable Collection<String> ids, Filter filter) {
    switch (store) {
      case QuiverEmbeddingStore quiver -> quiver.removeAll(ids, filter);
      case FailoverEmbeddingStore failover -> failover.removeAll(ids, filter);
      case CachedEmbeddingStore cached -> cached.removeAll(ids, filter);
      case ListenedEmbeddingStore listened -> listened.removeAll(ids, filter);
      default ->
          throw new UnsupportedFeatureException(
              "removal by ids and filter must be asked of a store of Quiver's, but was of a "
                  + store.getClass().getName());
    }
  }
}
