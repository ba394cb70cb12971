package dev.quiver.store;

import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TextRequests.both;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.cluster.ClusterInspection;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.shard.ShardHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that go on searching for minutes when nobody waits for it any more. */
@Timeout(120)
final class CancelledSearchTest {
  private static final int DIMENSION = 64;
  private static final int RECORDS = 2_000;

  /** Minutes of work, which is a multiple of what is waited for it to end. */
  private static final int SEARCHES = 200_000;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  private final SplittableRandom random = new SplittableRandom(Seed.next());
  private final EmbeddingSearchRequest request = near(random(), 10);
  private final EmbeddingSearchRequest hybrid = both("words", random(), 10);
  private QuiverEmbeddingStore store;

  @SuppressWarnings("NullAway.Init") // opened before each test
  CancelledSearchTest() {}

  /** A node that does each search many times over. */
  private record Slow(ShardHost host) implements ShardHost {
    @Override
    public NodeId node() {
      return host.node();
    }

    @Override
    public <T> CompletableFuture<ShardAnswer<T>> ask(ShardAsk<T> ask) {
      Reading<?> reading = ask.reading();
      if (!reading.kind().contains(Reading.Search.class)) {
        return host.ask(ask);
      }
      var one = new Reading.All.Part<>(reading, ask.atLeast().keySet());
      var many = new Reading.All<>(Collections.nCopies(SEARCHES, one));
      var working =
          host.ask(new ShardAsk<>(ask.atLeast(), ask.newest(), many, ask.deadline(), false));
      var answer = new CompletableFuture<ShardAnswer<T>>();
      var unused = answer.whenComplete((none, end) -> working.cancel(true));
      return answer;
    }
  }

  private Embedding random() {
    return TestVectors.random(random, DIMENSION);
  }

  @BeforeEach
  void fill() {
    store =
        inspection.closeAfter(
            QuiverEmbeddingStore.builder()
                .nodes(2)
                .shards(2)
                .searchTimeout(PATIENCE)
                .searchMode(SearchMode.HYBRID)
                .way(Slow::new)
                .build());
    var ids = IntStream.range(0, RECORDS).mapToObj(i -> "id-" + i).toList();
    var embeddings = new ArrayList<Embedding>();
    ids.forEach(id -> embeddings.add(random()));
    store.addAll(ids, embeddings, ids.stream().map(id -> TextSegment.from("words")).toList());
    store.flush();
  }

  private static void awaitWork() {
    Await.noProblem(SOON, () -> ClusterInspection.atWork() > 0 ? "" : "no node is at work");
  }

  private static void awaitRest() {
    Await.noProblem(
        SOON,
        () -> {
          int left = ClusterInspection.atWork();
          return left == 0 ? "" : left + " workers are still at work";
        });
  }

  /** The ways to a store. */
  enum Through implements UnaryOperator<EmbeddingStore<TextSegment>> {
    NOTHING {
      @Override
      public EmbeddingStore<TextSegment> apply(EmbeddingStore<TextSegment> store) {
        return store;
      }
    },
    A_CACHE {
      @Override
      public EmbeddingStore<TextSegment> apply(EmbeddingStore<TextSegment> store) {
        return CachedEmbeddingStore.of(store, CacheOptions.inMemory(1 << 20, PATIENCE));
      }
    },
    FAILOVER {
      @Override
      public EmbeddingStore<TextSegment> apply(EmbeddingStore<TextSegment> store) {
        return FailoverEmbeddingStore.builder()
            .cluster("only", store)
            .timeout(PATIENCE)
            .attemptTimeout(PATIENCE)
            .build();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whenTheFutureIsCancelled(Through way) {
    CompletableFuture<EmbeddingSearchResult<TextSegment>> found =
        way.apply(store).searchAsync(request);
    awaitWork();
    assertThat(found.cancel(true)).isTrue();
    awaitRest();
    assertThatThrownBy(found::join).isInstanceOf(CancellationException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whenTheCallersOwnTimeIsOver(boolean withWords) {
    CompletableFuture<EmbeddingSearchResult<TextSegment>> found =
        store.searchAsync(withWords ? hybrid : request);
    awaitWork();
    assertThat(found.completeExceptionally(new IllegalStateException("enough"))).isTrue();
    awaitRest();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whenTheThreadThatSearchesForManyIsInterrupted(boolean withWords) throws Exception {
    var many = Collections.nCopies(SEARCHES, withWords ? hybrid : request);
    var searching = new FutureTask<>(() -> store.searchAll(many));
    Thread caller = Thread.ofPlatform().start(searching);
    awaitWork();
    caller.interrupt();
    awaitRest();
    assertThat(caller.join(SOON)).isTrue();
    assertThatThrownBy(searching::get).hasCauseInstanceOf(CallInterruptedException.class);
  }
}
