package dev.quiver.store.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.index.EngineOptions;
import dev.quiver.store.internal.index.IndexEngine;
import dev.quiver.store.internal.index.ShardSearcher.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many searches that get mixed up, go on after one has failed, or outlive their readers. */
@Timeout(60)
class NodeSearcherTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int MANY = 500;

  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private final Workers workers = new Workers(new NodeId("node-0"), 2, 2);
  private final AtomicBoolean unwanted = new AtomicBoolean();
  private final NodeSearcher searcher = new NodeSearcher(engine, workers, unwanted::get);
  private final AtomicInteger begun = new AtomicInteger();

  @AfterEach
  void close() throws IOException {
    Closing.all(workers::stop, engine::close);
  }

  @Test
  void resultsAreInTheOrderOfTheTasks() throws IOException {
    List<Task<Integer>> tasks =
        IntStream.range(0, MANY).<Task<Integer>>mapToObj(number -> () -> number).toList();
    assertThat(searcher.all(tasks)).isEqualTo(IntStream.range(0, MANY).boxed().toList());
    assertThat(searcher.all(List.<Task<Integer>>of())).isEmpty();
  }

  @Test
  void oneThatFailsEndsThemAllOnceThoseBegunHaveEnded() {
    Thread caller = Thread.currentThread();
    var both = new CountDownLatch(2);
    var ended = new AtomicBoolean();
    Task<Integer> either =
        () -> {
          both.countDown();
          Await.noProblem(SOON, () -> both.getCount() == 0 ? "" : "nobody helps");
          if (Thread.currentThread().equals(caller)) {
            throw new IOException("disk");
          }
          Await.noProblem(
              SOON,
              () -> caller.getState() == Thread.State.WAITING ? "" : "the caller does not wait");
          ended.set(true);
          return 0;
        };
    var tasks = new ArrayList<>(Collections.nCopies(2, either));
    tasks.addAll(Collections.nCopies(MANY, begun::incrementAndGet));

    assertThatThrownBy(() -> searcher.all(tasks))
        .isInstanceOf(IOException.class)
        .hasMessage("disk");

    assertThat(ended).isTrue();
    assertThat(begun).as("begun after that").hasValue(0);
  }

  @Test
  void nothingIsBegunThatNobodyWants() {
    Task<Integer> last =
        () -> {
          unwanted.set(true);
          return begun.incrementAndGet();
        };

    assertThatThrownBy(() -> searcher.all(Collections.nCopies(MANY, last)))
        .isInstanceOf(CancellationException.class);

    assertThat(begun).hasValueLessThanOrEqualTo(workers.places());
  }
}
