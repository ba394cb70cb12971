package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.milvus.MilvusEmbeddingStore;
import dev.quiver.store.FailoverStatus.Cluster;
import dev.quiver.store.internal.cluster.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Catches: a real client, LangChain4j's for Milvus, that holds up searches, fills the JVM with
 * threads or keeps the store from closing while its server is gone or mute. It connects when it is
 * made, and has the patience of ten seconds for that.
 */
@Timeout(60)
class MilvusFailoverTest {
  private static final Embedding EAST = Embedding.from(new float[] {1, 0});
  private static final Duration ATTEMPT = Duration.ofSeconds(1);
  private static final Duration PROMPT = Duration.ofSeconds(5);
  private static final int CALLS = 100;
  private static final int FEW_THREADS = 16;

  private final AtomicInteger opened = new AtomicInteger();

  @Test
  void nothingListens() throws Exception {
    int port;
    try (ServerSocket server = listen()) {
      port = server.getLocalPort();
    }
    check(port);
  }

  @Test
  void theServerAcceptsAndNeverReplies() throws Exception {
    try (ServerSocket server = listen()) {
      check(server.getLocalPort());
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  }

  private EmbeddingStore<TextSegment> milvus(int port) {
    opened.incrementAndGet();
    return MilvusEmbeddingStore.builder()
        .host(InetAddress.getLoopbackAddress().getHostAddress())
        .port(port)
        .collectionName("records")
        .dimension(2)
        .build();
  }

  private void check(int port) throws Exception {
    try (QuiverEmbeddingStore second = QuiverEmbeddingStore.builder().build()) {
      second.add("of quiver", EAST);
      FailoverEmbeddingStore store =
          FailoverEmbeddingStore.builder()
              .cluster("milvus", () -> milvus(port))
              .cluster("quiver", second)
              .timeout(Duration.ofSeconds(10))
              .attemptTimeout(ATTEMPT)
              .probeInterval(Duration.ofMillis(50))
              .build();
      try {
        checkAnswers(store);
      } finally {
        long closing = System.nanoTime();
        store.close();
        assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(PROMPT);
      }
    }
  }

  private void checkAnswers(FailoverEmbeddingStore store) throws Exception {
    long began = System.nanoTime();
    assertThat(ask(store)).isEqualTo("of quiver");
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .as("one attempt of %s, and starting the client", ATTEMPT)
        .isLessThan(PROMPT);
    int threads = Thread.activeCount();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<String>>();
      for (int i = 0; i < CALLS; i++) {
        answers.add(callers.submit(() -> ask(store)));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo("of quiver");
      }
    }
    for (int i = 0; i < CALLS; i++) {
      assertThat(ask(store)).isEqualTo("of quiver");
    }
    assertThat(opened.get()).as("attempts to connect").isPositive();
    assertThat(Thread.activeCount()).isLessThan(threads + FEW_THREADS);
    Await.noProblem(PROMPT, () -> milvus(store).callsUnderWay() <= 1 ? "" : "" + store.status());
    assertThat(milvus(store).problem()).isNotNull();
  }

  private static Cluster milvus(FailoverEmbeddingStore store) {
    return store.status().clusters().getFirst();
  }

  private static String ask(FailoverEmbeddingStore store) {
    var request = EmbeddingSearchRequest.builder().queryEmbedding(EAST).maxResults(1).build();
    return store.search(request).matches().getFirst().embeddingId();
  }
}
