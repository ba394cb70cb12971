package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TextRequests.both;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.cluster.ClusterInspection;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.shard.ShardHost;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Catches what a write spoils that comes after words are weighed and before records are found. */
@Timeout(60)
class BetweenRoundsTest {
  private static final List<TextSegment> TEXT = List.of(TextSegment.from("a stone"));

  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  private final AtomicReference<Runnable> between = new AtomicReference<>(() -> {});

  /** A node beside which something happens once it has told how common words are. */
  private record Interrupted(ShardHost host, AtomicReference<Runnable> once) implements ShardHost {
    @Override
    public NodeId node() {
      return host.node();
    }

    @Override
    public <T> CompletableFuture<ShardAnswer<T>> ask(ShardAsk<T> ask) {
      CompletableFuture<ShardAnswer<T>> answer = host.ask(ask);
      if (ask.reading().kind().contains(Reading.Statistics.class)) {
        answer.join();
        once.getAndSet(() -> {}).run();
      }
      return answer;
    }
  }

  @Test
  void anAnswerThatIsPiecedTogetherIsNotKept() {
    QuiverEmbeddingStore store =
        inspection.closeAfter(
            QuiverEmbeddingStore.builder()
                .searchMode(SearchMode.HYBRID)
                .cache(CacheOptions.inMemory(1 << 20, Duration.ofHours(1)))
                .way(host -> new Interrupted(host, between))
                .build());
    store.addAll(List.of("x"), List.of(X), TEXT);
    between.set(() -> store.addAll(List.of("y"), List.of(Y), TEXT));
    EmbeddingSearchRequest worded = both("stone", X, 9);

    assertThat(store.searchAll(List.of(worded, near(X, 9))))
        .allSatisfy(found -> assertThat(ids(found.matches())).containsExactly("x", "y"));

    assertThat(store.explain(near(X, 9)).cacheHit()).as("of one round").isTrue();
    assertThat(store.explain(worded).cacheHit()).as("of two").isFalse();
    assertThat(store.explain(worded).cacheHit()).isTrue();
  }
}
