package dev.quiver.benchmarks.load;

import dev.langchain4j.data.embedding.Embedding;
import dev.quiver.store.QuiverEmbeddingStore;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** The command that counts the threads of open stores with few and with many replicated logs. */
public final class ThreadCount {
  private static final List<Integer> SHARDS = List.of(1, 8, 24);
  private static final List<Integer> NODES = List.of(1, 3);

  private ThreadCount() {}

  public static void main(String[] args) {
    int before = ManagementFactory.getThreadMXBean().getThreadCount();
    System.out.println("| nodes | shards, each on every node | threads |");
    System.out.println("|---:|---:|---:|");
    for (int nodes : NODES) {
      for (int shards : SHARDS) {
        try (QuiverEmbeddingStore store =
            QuiverEmbeddingStore.builder().nodes(nodes).shards(shards).replicas(nodes).build()) {
          store.add("one", Embedding.from(new float[] {1, 0}));
          var threads = ManagementFactory.getThreadMXBean();
          System.out.printf(
              Locale.ROOT, "| %d | %d | %d |%n", nodes, shards, threads.getThreadCount() - before);
        }
      }
    }
  }
}
