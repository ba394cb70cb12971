package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.OwnStores.Identity;
import dev.quiver.store.error.StoreUnavailableException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it was given to the builder: a store, or what opens one.
 *
 * @param given null where it is opened later
 * @param opened null where it is there already
 */
record FailoverCluster(@Nullable EmbeddingStore<TextSegment> given, @Nullable ClusterStore opened) {

  static FailoverCluster of(EmbeddingStore<TextSegment> store) {
    return new FailoverCluster(store, null);
  }

  static FailoverCluster by(Supplier<? extends EmbeddingStore<TextSegment>> opener) {
    return new FailoverCluster(null, new ClusterStore(opener));
  }

  /**
   * The one partition key of all clusters. Clusters that know one record by different names could
   * not be kept equal, so they are refused.
   *
   * @param told what the builder was told; null: nothing
   */
  static @Nullable String agreedPartitionKey(
      @Nullable String told, Map<String, FailoverCluster> clusters) {
    Identity agreed = told == null ? null : new Identity(told, true);
    String whose = "the builder";
    for (Map.Entry<String, FailoverCluster> next : clusters.entrySet()) {
      EmbeddingStore<TextSegment> store = next.getValue().given();
      Identity own = store == null ? null : OwnStores.identity(store);
      if (own == null || (told != null && !own.isCertain())) {
        continue; // seen when it is opened, or as the caller says
      }
      if (agreed != null && !Objects.equals(agreed.partitionKey(), own.partitionKey())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "clusters must have one partitionKey, but %s has %s and cluster %s has %s",
                whose,
                agreed,
                next.getKey(),
                own));
      }
      if (agreed == null) {
        agreed = own;
        whose = "cluster " + next.getKey();
      }
    }
    return agreed == null ? null : agreed.partitionKey();
  }

  ClusterBackend backend(
      @Nullable String partitionKey, AtomicReference<@Nullable EmbeddingSearchRequest> seen) {
    EmbeddingStore<TextSegment> store = given;
    if (store != null) {
      return new ClusterBackend(() -> store, timely(store), partitionKey, seen);
    }
    ClusterStore later = Objects.requireNonNull(opened);
    return new ClusterBackend(
        () -> requireAgreed(later.get(), partitionKey), null, partitionKey, seen);
  }

  private static @Nullable QuiverEmbeddingStore timely(EmbeddingStore<TextSegment> store) {
    return store instanceof QuiverEmbeddingStore quiver && quiver.reads.areTimely() ? quiver : null;
  }

  private static EmbeddingStore<TextSegment> requireAgreed(
      EmbeddingStore<TextSegment> store, @Nullable String partitionKey) {
    Identity own = OwnStores.identity(store);
    if (own.isCertain() && !Objects.equals(own.partitionKey(), partitionKey)) {
      throw new StoreUnavailableException(
          "its partitionKey must be "
              + new Identity(partitionKey, true)
              + ", as the failover store has, but is "
              + own,
          null);
    }
    return store;
  }
}
