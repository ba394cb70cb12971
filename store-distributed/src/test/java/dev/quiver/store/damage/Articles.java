package dev.quiver.store.damage;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.store.ClusterStatus;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.ReplicaStatus;
import dev.quiver.store.internal.cluster.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A store with a past: closed and open log segments, a commit with deletions, and later writes. */
final class Articles {
  static final String COLLECTION = "articles";
  private static final int DIMENSION = 8;
  private static final int MOST_TURNS = 20;
  private static final Duration LEVEL_WITHIN = Duration.ofSeconds(60);

  private final SplittableRandom random;
  private final List<Map<String, String>> history = new ArrayList<>();
  private int committed;

  Articles(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static QuiverEmbeddingStore open(Path directory, int nodes) {
    return QuiverEmbeddingStore.builder()
        .directory(directory)
        .collection(COLLECTION)
        .nodes(nodes)
        .shards(1)
        .replicas(nodes)
        .build();
  }

  /**
   * What the store held after each command.
   *
   * @return from the last commit on, the present last
   */
  List<Map<String, String>> possible() {
    return history.subList(committed, history.size());
  }

  Map<String, String> present() {
    return history.getLast();
  }

  /**
   * Writes until the last of the nodes has files of every kind.
   *
   * @return a copy of the nodes' folders, made while the store was open, as a crash would
   */
  Path write(Path directory, int nodes, Path crashed, Path snapshots) throws IOException {
    try (QuiverEmbeddingStore store = open(directory, nodes)) {
      write(store, 6);
      // A node that lags has less to commit at the close, and so nothing that could be damaged.
      Await.noProblem(LEVEL_WITHIN, () -> behind(store.admin().status()));
    }
    List<Target> missing = List.of();
    for (int turn = 1; turn <= MOST_TURNS; turn++) {
      Path copied = numbered(crashed, turn);
      try (QuiverEmbeddingStore store = open(directory, nodes)) {
        write(store, 6);
        store.admin().snapshot(numbered(snapshots, turn));
        committed = history.size() - 1;
        write(store, 6);
        copy(directory, copied);
      }
      // Where a merge has just taken in all deletions, there is no file of them to damage.
      missing = Target.missing(copied.resolve("node-" + (nodes - 1)));
      if (missing.isEmpty()) {
        return copied;
      }
    }
    throw new AssertionError("no turn of " + MOST_TURNS + " left " + missing);
  }

  private static Path numbered(Path path, int turn) {
    return path.resolveSibling(path.getFileName() + "-" + turn);
  }

  /** Empty once all replicas serve the same position. */
  static String behind(ClusterStatus status) {
    List<ReplicaStatus> replicas = status.shards().getFirst().replicas();
    long positions = replicas.stream().map(ReplicaStatus::position).distinct().count();
    boolean serving = replicas.stream().allMatch(next -> next.state().equals("SERVING"));
    return positions == 1 && serving ? "" : replicas.toString();
  }

  private void write(QuiverEmbeddingStore store, int commands) {
    for (int command = 0; command < commands; command++) {
      if (command % 3 == 2) {
        store.removeAll(List.of("id" + random.nextInt(40), "id" + random.nextInt(40)));
      } else {
        put(store);
      }
      history.add(content(store));
    }
  }

  private void put(QuiverEmbeddingStore store) {
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    int first = random.nextInt(60);
    for (int i = 0; i < 25; i++) {
      ids.add("id" + (first + i));
      float[] vector = new float[DIMENSION];
      for (int component = 0; component < DIMENSION; component++) {
        vector[component] = (float) random.nextDouble(0.1, 1);
      }
      embeddings.add(Embedding.from(vector));
      segments.add(
          TextSegment.from("text " + random.nextLong(), Metadata.from(Map.of("number", i))));
    }
    store.addAll(ids, embeddings, segments);
  }

  /** All records, spelled out. */
  static Map<String, String> content(QuiverEmbeddingStore store) {
    var content = new TreeMap<String, String>();
    try (Stream<EmbeddingMatch<TextSegment>> records = store.scan(null)) {
      records.forEach(
          record ->
              content.put(
                  record.embeddingId(),
                  record.embedding().vectorAsList()
                      + record.embedded().text()
                      + record.embedded().metadata().toMap()));
    }
    return content;
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.sorted().toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
