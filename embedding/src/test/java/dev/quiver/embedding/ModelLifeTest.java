package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.listener.EmbeddingModelErrorContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelRequestContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many callers, listeners, and what is left when a model closes. */
@Timeout(60)
class ModelLifeTest {
  @TempDir private Path directory;
  private TinyFolder folder;

  @BeforeEach
  void folder() throws IOException {
    folder = new TinyFolder(directory);
  }

  private static List<TextSegment> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> TextSegment.from("hello " + i)).toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).as("the other side came in time").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void aThousandVirtualThreadsGetTheVectorsOfOne() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    try (OnnxEmbeddingModel model =
            folder
                .builder()
                .normalize(false)
                .onProgress((done, total) -> threads.add(Thread.currentThread().getName()))
                .build();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Embedding> expected = model.embedAll(texts(1_000)).content();
      List<Future<Embedding>> answers = new ArrayList<>();
      for (TextSegment text : texts(1_000)) {
        answers.add(callers.submit(() -> model.embed(text).content()));
      }
      for (int i = 0; i < expected.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(expected.get(i));
      }
      assertThat(threads).hasSizeBetween(1, 2).allMatch(name -> name.startsWith("quiver-embed-"));
    }
  }

  @Test
  void progressIsToldInOrder() {
    List<Integer> heard = new CopyOnWriteArrayList<>();
    try (OnnxEmbeddingModel model =
        folder
            .builder()
            .onProgress(
                (done, total) -> {
                  assertThat(total).isEqualTo(50);
                  heard.add(done);
                })
            .build()) {
      model.embedAll(texts(50));
    }
    assertThat(heard).isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
  }

  @Test
  void aListenerThatThrowsEndsItsCallAndNoOther() {
    var failure = new IllegalStateException("enough");
    try (OnnxEmbeddingModel model =
        folder
            .builder()
            .onProgress(
                (done, total) -> {
                  if (total > 1 && done == 3) {
                    throw failure;
                  }
                })
            .build()) {
      assertThatThrownBy(() -> model.embedAll(texts(10))).isSameAs(failure);
      assertThat(model.embed("hello").content().dimension()).isOne();
    }
  }

  /** Until the model takes no more calls; those it took before wait behind the one under way. */
  private static void awaitRefusal(ExecutorService callers, OnnxEmbeddingModel model)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    boolean refused = false;
    while (!refused) {
      assertThat(System.nanoTime()).as("a model that closes takes no calls").isLessThan(end);
      try {
        var taken = callers.submit(() -> model.embed("taken?"));
        assertThat(taken.get(20, TimeUnit.MILLISECONDS)).isNotNull();
      } catch (TimeoutException waits) {
        refused = false;
      } catch (ExecutionException closed) {
        refused = true;
      }
    }
  }

  @Test
  void closingWaitsForTextsBeingEmbeddedAndFailsTheRest() throws Exception {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    OnnxEmbeddingModel model =
        folder
            .builder()
            .workers(1)
            .onProgress(
                (done, total) -> {
                  started.countDown();
                  await(goOn);
                })
            .build();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = callers.submit(() -> model.embedAll(texts(3)));
      await(started);
      Future<?> queued = callers.submit(() -> model.embedAll(texts(3)));
      Future<?> closing = callers.submit(model::close);
      awaitRefusal(callers, model);
      assertThat(closing.isDone()).isFalse();
      goOn.countDown();
      closing.get(30, TimeUnit.SECONDS);
      assertThatThrownBy(() -> queued.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the model is closed");
      assertThat(first).failsWithin(Duration.ofSeconds(30));
    }
    assertThatThrownBy(() -> model.embed("hello"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model is closed");
    assertThatThrownBy(() -> model.tokenCounter().estimateTokenCountInText("hello"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model is closed");
    model.close();
  }

  @Test
  void anInterruptedCallerStopsItsCall() throws Exception {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var thrown = new AtomicReference<Throwable>();
    List<Integer> heard = new CopyOnWriteArrayList<>();
    try (OnnxEmbeddingModel model =
        folder
            .builder()
            .workers(1)
            .onProgress(
                (done, total) -> {
                  heard.add(done);
                  started.countDown();
                  await(goOn);
                })
            .build()) {
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      model.embedAll(texts(100));
                    } catch (CancellationException e) {
                      thrown.set(e);
                    }
                  });
      await(started);
      caller.interrupt();
      assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
      goOn.countDown();
    }
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    assertThat(heard).containsExactly(1);
  }

  @Test
  void anAnswerMayBeAwaited() throws Exception {
    try (OnnxEmbeddingModel model = folder.builder().normalize(false).build()) {
      CompletableFuture<EmbeddingResponse> answer =
          model.embedAsync(EmbeddingRequest.builder().inputs("hello", "world").build());

      assertThat(answer.get(30, TimeUnit.SECONDS).embeddings())
          .isEqualTo(List.of(model.embed("hello").content(), model.embed("world").content()));
      assertThat(model.embedAsync(EmbeddingRequest.builder().inputs("hello", " ").build()))
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableOfType(java.util.concurrent.ExecutionException.class)
          .withMessageContaining("texts[1]");
    }
  }

  @Test
  void langChainsListenersHearRequestsResponsesAndErrors() {
    List<String> heard = new CopyOnWriteArrayList<>();
    var listener =
        new EmbeddingModelListener() {
          @Override
          public void onRequest(EmbeddingModelRequestContext context) {
            heard.add("request " + context.textSegments().size());
          }

          @Override
          public void onResponse(EmbeddingModelResponseContext context) {
            heard.add("response " + TokenCounts.of(context.response()));
          }

          @Override
          public void onError(EmbeddingModelErrorContext context) {
            heard.add("error " + context.error().getMessage());
          }
        };
    try (OnnxEmbeddingModel model = folder.builder().listeners(List.of(listener)).build()) {
      model.embedAll(texts(2));
      assertThatThrownBy(() -> model.embed("\ufffd")).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(heard).hasSize(4).startsWith("request 2", "response 4", "request 1");
    assertThat(heard.getLast()).startsWith("error texts[0] must hold something to read");
  }

  @Test
  void aRegistryCountsTextsTokensAndCuts() {
    var registry = new SimpleMeterRegistry();
    try (OnnxEmbeddingModel model =
        folder.builder().modelName("tiny").maxLength(4).meterRegistry(registry).build()) {
      model.embedAll(List.of(TextSegment.from("hello"), TextSegment.from("hello hello hello")));
    }
    assertThat(
            registry
                .get("quiver.embed")
                .tags("model", "tiny", "outcome", "embedded")
                .timer()
                .count())
        .isEqualTo(2);
    assertThat(registry.get("quiver.embed.tokens").tag("model", "tiny").counter().count())
        .isEqualTo(3);
    assertThat(registry.get("quiver.embed.truncated").counter().count()).isOne();
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> folder.builder().workers(0).build())
        .hasMessage("workers must be at least 1, but was 0");
    assertThatThrownBy(() -> folder.builder().threadsPerText(-1).build())
        .hasMessage("threadsPerText must be at least 1, but was -1");
    assertThatThrownBy(() -> folder.builder().maxLength(2).build())
        .hasMessage("maxLength must be between 3 and 32768, but was 2");
    assertThatThrownBy(() -> OnnxEmbeddingModel.builder().build())
        .hasMessageContaining("modelDirectory must be given");
    assertThatThrownBy(() -> folder.builder().modelFile("other.onnx").build())
        .hasMessageContaining("other.onnx");
  }
}
