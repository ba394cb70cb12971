package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreErrorContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreRequestContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreResponseContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Catches: what a store can do that is lost with a listener, and calls nobody is told of. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListenedStoreTest {
  private static final String SEARCH = "Search";

  private final QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().dimension(3).build();
  private final Ear ear = new Ear();
  private final QuiverEmbeddingStore heard = store.addListener(ear);

  /** Writes down what it is told. */
  private static final class Ear implements EmbeddingStoreListener {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<EmbeddingStore<?>> of = new CopyOnWriteArrayList<>();

    @Override
    public void onRequest(EmbeddingStoreRequestContext<?> context) {
      told.add(context.getClass().getSimpleName());
      of.add(context.embeddingStore());
      context.attributes().put(this, "seen");
    }

    @Override
    public void onResponse(EmbeddingStoreResponseContext<?> context) {
      told.add(context.getClass().getSimpleName() + " done");
      assertThat(context.attributes()).containsEntry(this, "seen");
    }

    @Override
    public void onError(EmbeddingStoreErrorContext<?> context) {
      told.add(context.requestContext().getClass().getSimpleName() + " failed");
    }
  }

  @BeforeEach
  void empty() {
    store.removeAll();
    ear.told.clear();
    ear.of.clear();
  }

  @AfterAll
  void close() {
    store.close();
  }

  private void assertTold(String... calls) {
    List<String> expected =
        List.of(calls).stream().flatMap(call -> List.of(call, call + " done").stream()).toList();
    assertThat(ear.told).containsExactlyElementsOf(expected);
    assertThat(ear.of).allSatisfy(told -> assertThat(told).isSameAs(heard));
    ear.told.clear();
  }

  @Test
  void everyCallOfLangChain4jIsTold() {
    heard.add(X);
    heard.add("a", X);
    heard.add(X, TextSegment.from("text"));
    assertTold("Add", "Add", "Add");
    heard.addAll(List.of(X, Y));
    heard.addAll(List.of("b"), List.of(Y), null);
    assertTold("AddAll", "AddAll");
    heard.search(near(X, 1));
    assertTold(SEARCH);
    heard.remove("b");
    heard.removeAll(List.of("a"));
    heard.removeAll(metadataKey("k").isEqualTo("v"));
    heard.removeAll();
    assertTold("Remove", "RemoveAllIds", "RemoveAllFilter", "RemoveAll");
  }

  @Test
  void whatQuiverAddsIsThereAndTold() throws Exception {
    heard.addAllAsync(List.of("a"), List.of(X), null).get(20, TimeUnit.SECONDS);
    assertTold("AddAll");
    assertThat(heard.searchAsync(near(X, 1)).get(20, TimeUnit.SECONDS).matches()).hasSize(1);
    assertTold(SEARCH);
    heard.search(near(X, 1), SearchOptions.defaults().withRecall(0.9));
    assertTold(SEARCH);
    assertThat(heard.searchAll(List.of(near(X, 1), near(Y, 1)))).hasSize(2);
    assertThat(ear.told).containsExactly(SEARCH, SEARCH, "Search done", "Search done");
    ear.told.clear();
    heard.removeAll(List.of("a"), metadataKey("k").isEqualTo("v"));
    assertTold("RemoveAllIds");
    assertThat(heard.count()).isEqualTo(1);
    assertThat(heard.getAll(List.of("a"))).hasSize(1);
    assertThat(heard.within(Duration.ofSeconds(9))).isInstanceOf(ListenedQuiverStore.class);
  }

  @Test
  void aFailureIsToldAndThrown() {
    assertThatThrownBy(() -> heard.add("a", vector(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(heard.searchAsync(near(vector(1), 1))).failsWithin(Duration.ofSeconds(20));
    assertThat(ear.told).containsExactly("Add", "Add failed", SEARCH, "Search failed");
  }

  @Test
  void aListenerThatThrowsFailsNoCallAndSilencesNobody() {
    var broken =
        new EmbeddingStoreListener() {
          @Override
          public void onRequest(EmbeddingStoreRequestContext<?> context) {
            throw new IllegalStateException("deaf");
          }
        };
    QuiverEmbeddingStore both = store.addListeners(List.of(broken)).addListener(ear);
    both.add("a", X);
    assertThat(ear.told).containsExactly("Add", "Add done");
    assertThat(store.addListener(null)).isSameAs(store);
  }

  @Test
  void failoverAndCacheKeepTheirSearchAsync() throws Exception {
    store.add("a", X);
    CachedEmbeddingStore cache =
        CachedEmbeddingStore.of(store, CacheOptions.inMemory(1 << 20, Duration.ofHours(1)));
    FailoverEmbeddingStore failover =
        FailoverEmbeddingStore.builder().cluster("west", cache.addListener(ear)).build();
    EmbeddingStore<TextSegment> all = failover.addListener(ear);
    assertThat(all.searchAsync(near(X, 1)).get(20, TimeUnit.SECONDS).matches()).hasSize(1);
    assertThat(ear.told).containsExactly(SEARCH, SEARCH, "Search done", "Search done");
    ((AutoCloseable) all).close();
    assertThatThrownBy(() -> failover.search(near(X, 1))).hasMessageContaining("is closed");
    cache.close();
  }
}
