package dev.quiver.store.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.NodeId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A node keeps its share whatever the others do, and gets what they leave once it has use for it.
 */
@Timeout(60)
class SharedProcessorsTest {
  private final CountDownLatch go = new CountDownLatch(1);
  private List<Workers> nodes = List.of();

  @AfterEach
  void end() {
    go.countDown();
    nodes.forEach(Workers::stop);
  }

  private SharedProcessors share(int processors, @Nullable Integer each, int count) {
    var shared = new SharedProcessors(processors, each);
    nodes =
        IntStream.range(0, count)
            .mapToObj(node -> shared.workers(new NodeId("node-" + node), count))
            .toList();
    return shared;
  }

  private void busy(int node, int tasks) {
    for (int task = 0; task < tasks; task++) {
      nodes.get(node).submit(this::await);
    }
    while (nodes.get(node).active() + nodes.get(node).queued() < tasks
        || nodes.get(node).active() < Math.min(tasks, nodes.get(node).threads())) {
      Thread.onSpinWait();
    }
  }

  private void await() {
    try {
      go.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Integer> threads() {
    return nodes.stream().map(Workers::threads).toList();
  }

  @Test
  void eachBeginsWithItsShareRoundedUp() {
    share(16, null, 3);
    assertThat(threads()).containsExactly(6, 6, 6);
    share(2, null, 3);
    assertThat(threads()).containsExactly(1, 1, 1);
    share(2, null, 1);
    assertThat(threads()).containsExactly(2);
  }

  @Test
  void oneThatIsAskedAloneGetsThemAllAndGivesThemBack() {
    SharedProcessors shared = share(16, null, 3);
    busy(0, 40);

    shared.among(nodes);
    assertThat(threads()).containsExactly(16, 6, 6);
    busy(1, 40);
    busy(2, 40);
    shared.among(nodes);

    assertThat(threads()).containsExactly(6, 6, 6);
  }

  @Test
  void oneThatIsAskedMostGetsWhatTheOthersLeave() {
    SharedProcessors shared = share(16, null, 3);
    busy(0, 40);
    busy(1, 2);

    shared.among(nodes);

    assertThat(threads()).containsExactly(14, 6, 6);
  }

  @Test
  void whereNoSearchWaitsThereIsNoNeedForMore() {
    SharedProcessors shared = share(16, null, 3);
    busy(0, 6);

    shared.among(nodes);

    assertThat(threads()).containsExactly(6, 6, 6);
  }

  @Test
  void moreThreadsBeginAtOnceWithWhatWaits() {
    SharedProcessors shared = share(4, null, 2);
    busy(0, 3);
    assertThat(nodes.getFirst().active()).isEqualTo(2);

    shared.among(nodes);

    while (nodes.getFirst().active() < 3) {
      Thread.onSpinWait();
    }
    assertThat(nodes.getFirst().queued()).isZero();
  }

  @Test
  void aNumberThatWasAskedForStays() {
    SharedProcessors shared = share(16, 1, 3);
    busy(0, 40);

    shared.among(nodes);

    assertThat(threads()).containsExactly(1, 1, 1);
  }
}
