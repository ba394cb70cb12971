package dev.quiver.benchmarks.crash;

import dev.quiver.store.Durability;
import dev.quiver.store.QuiverEmbeddingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How the store under test is made. Every shard has a replica on every node.
 *
 * @param intervalMillis of durability; 0: every write
 */
record DrillSettings(int nodes, int shards, long intervalMillis) {
  /** A machine that is busy with other things must not fail a drill. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  static DrillSettings parse(String words) {
    List<String> parts = List.of(words.split("-", -1));
    return new DrillSettings(
        Integer.parseInt(parts.get(0)),
        Integer.parseInt(parts.get(1)),
        Long.parseLong(parts.get(2)));
  }

  String words() {
    return String.format(Locale.ROOT, "%d-%d-%d", nodes, shards, intervalMillis);
  }

  QuiverEmbeddingStore open(Path directory) {
    return QuiverEmbeddingStore.builder()
        .directory(directory)
        .nodes(nodes)
        .shards(shards)
        .replicas(nodes)
        .durability(
            intervalMillis == 0
                ? Durability.everyWrite()
                : Durability.interval(Duration.ofMillis(intervalMillis)))
        .searchTimeout(PATIENCE)
        .writeTimeout(PATIENCE)
        .build();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d %s, %s",
        nodes,
        nodes == 1 ? "node" : "nodes",
        intervalMillis == 0 ? "every write" : "interval of " + intervalMillis + " ms");
  }
}
