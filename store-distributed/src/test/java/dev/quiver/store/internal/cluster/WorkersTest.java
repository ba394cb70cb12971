package dev.quiver.store.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.NodeBusyException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node takes so much and no more, and whoever was in its queue hears of its end. */
@Timeout(60)
class WorkersTest {
  private final Workers workers = new Workers(new NodeId("node-0"), 1, 1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger done = new AtomicInteger();

  @AfterEach
  void letGo() {
    go.countDown();
    workers.stop();
  }

  private void fill() {
    for (int task = 0; task <= Workers.QUEUE_BOUND; task++) {
      workers.submit(this::waitToGo);
    }
  }

  private void waitToGo() {
    try {
      if (go.await(30, TimeUnit.SECONDS)) {
        done.incrementAndGet();
      }
    } catch (InterruptedException early) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFullQueueTurnsAwayAtOnce() {
    fill();

    assertThatThrownBy(() -> workers.submit(this::waitToGo))
        .isInstanceOf(NodeBusyException.class)
        .hasMessage("node-0 is busy: its queue of searches holds the 1,000 it may hold");
    assertThat(workers.queued()).isEqualTo(Workers.QUEUE_BOUND);
  }

  @Test
  void stoppingBeginsWhatIsQueuedAndInterruptsNobodyWhoEnds() {
    fill();
    go.countDown();

    workers.stop();

    assertThat(done).hasValue(Workers.QUEUE_BOUND + 1);
    assertThatThrownBy(() -> workers.submit(this::waitToGo))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("node-0 is stopped");
  }

  @Test
  void anInterruptedThreadStopsThemAllTheSame() {
    fill();
    go.countDown();
    Thread.currentThread().interrupt();

    workers.stop();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).hasValue(Workers.QUEUE_BOUND + 1);
    assertThat(workers.active()).isZero();
  }
}
