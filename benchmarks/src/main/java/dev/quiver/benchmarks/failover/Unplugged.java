package dev.quiver.benchmarks.failover;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.error.QuiverException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A cluster that failover is given as it is, so that it sees a store of Quiver's own. What is wrong
 * with it comes from below: two of its three nodes are stopped, or all.
 */
final class Unplugged implements DrillCluster {
  private static final int NODES = 3;
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  private final QuiverEmbeddingStore store;
  private final Set<Integer> stopped = new HashSet<>();
  private int minorities;

  Unplugged(Path directory) {
    store =
        QuiverEmbeddingStore.builder()
            .directory(directory)
            .nodes(NODES)
            .shards(2)
            .replicas(NODES)
            .build();
  }

  @Override
  public EmbeddingStore<TextSegment> front() {
    return store;
  }

  @Override
  public QuiverEmbeddingStore store() {
    return store;
  }

  @Override
  public List<Trouble> troubles() {
    return List.of(Trouble.NONE, Trouble.KILLED, Trouble.WITHOUT_MAJORITY);
  }

  @Override
  public void suffer(Trouble next) {
    int last = next == Trouble.WITHOUT_MAJORITY ? minorities++ % NODES : -1;
    for (int node = 0; node < NODES; node++) {
      boolean stops = next != Trouble.NONE && node != last;
      if (stops && stopped.add(node)) {
        store.admin().stopNode("node-" + node);
      } else if (!stops && stopped.remove(node)) {
        store.admin().startNode("node-" + node);
      }
    }
    if (next == Trouble.NONE) {
      awaitAnswer();
    }
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + ANSWERS_WITHIN.toNanos();
    while (!answers(System.nanoTime() - end > 0)) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean answers(boolean mustNow) {
    try {
      store.count();
      return true;
    } catch (QuiverException notYet) {
      if (mustNow) {
        throw new AssertionError("does not come back: " + store.admin().status(), notYet);
      }
      return false;
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
