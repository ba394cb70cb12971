package dev.quiver.benchmarks.cache;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.CacheOptions;
import dev.quiver.store.Consistency;
import dev.quiver.store.Durability;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchOptions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of several that use a collection of the same name and the same Redis, each with a store of
 * its own, and what it knows of every record in it.
 */
final class Application implements AutoCloseable {
  static final int RECORDS = 40;
  static final int QUERIES = 8;
  private static final int DIMENSION = 8;
  private static final int SHARDS = 2;

  private final String name;
  private final Path home;
  private final CacheOptions cache;
  private final int nodes;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private List<Track> tracks = List.of();
  private int folder;
  private int lost;
  private String owner = "";
  private QuiverEmbeddingStore store;

  Application(String name, Path home, CacheOptions cache, int nodes) {
    this.name = name;
    this.home = home;
    this.cache = cache;
    this.nodes = nodes;
    this.store = create();
  }

  private Path directory() {
    return home.resolve(name + "-" + folder);
  }

  private QuiverEmbeddingStore create() {
    folder++;
    owner = name + "-" + folder;
    tracks = IntStream.range(0, RECORDS).mapToObj(record -> new Track()).toList();
    return open();
  }

  private QuiverEmbeddingStore open() {
    return QuiverEmbeddingStore.builder()
        .directory(directory())
        .nodes(nodes)
        .replicas(nodes)
        .shards(SHARDS)
        .dimension(DIMENSION) // so that searches of an empty store ask the cache too
        .durability(Durability.interval(Duration.ofSeconds(5)))
        .searchTimeout(Duration.ofSeconds(60))
        .writeTimeout(Duration.ofSeconds(60))
        .cache(cache)
        .meterRegistry(registry)
        .build();
  }

  /** Ends the store in one of several ways and goes on with what is left. */
  void turn(SplittableRandom random) throws IOException {
    switch (random.nextInt(4)) {
      case 0 -> reopen();
      case 1 -> recreate();
      case 2 -> restore();
      default -> crash();
    }
  }

  private void reopen() {
    store.close();
    store = open();
    recover();
  }

  /** The same place, the same name, another store. */
  private void recreate() throws IOException {
    store.close();
    delete(directory());
    folder--;
    store = create();
    owner = owner + "-again-" + System.identityHashCode(store);
  }

  private void restore() throws IOException {
    Path copy = home.resolve(owner + "-copy");
    store.admin().snapshot(copy);
    // Records of the old store that the new one must not show.
    write(new SplittableRandom(folder), 0, RECORDS);
    store.close();
    folder++;
    QuiverEmbeddingStore.restore(copy, directory());
    delete(copy);
    store = open();
    recover();
  }

  /** Nothing is flushed: what was written last may be gone. */
  private void crash() {
    for (int node = 0; node < nodes; node++) {
      store.admin().stopNode("node-" + node);
    }
    store.close();
    store = open();
    recover();
  }

  /** What is there now is what every search must show until the next write. */
  private void recover() {
    Map<Integer, Integer> found = new HashMap<>();
    try (Stream<EmbeddingMatch<TextSegment>> all = store.scan(null)) {
      all.forEach(match -> found.put(number(match), state(match)));
    }
    for (int record = 0; record < RECORDS; record++) {
      int state = found.getOrDefault(record, Track.ABSENT);
      Track track = tracks.get(record);
      lost += state == track.current() ? 0 : 1;
      track.begin(state);
      track.acknowledge();
    }
  }

  /** Writes or removes some records, each a state that it was never in before. */
  void write(SplittableRandom random, int from, int to) {
    for (int record = from; record < to; record++) {
      Track track = tracks.get(record);
      if (random.nextInt(4) == 0) {
        track.begin(Track.ABSENT);
        store.removeAll(List.of(id(record)));
      } else {
        int state = random.nextInt(Integer.MAX_VALUE);
        track.begin(state);
        var segment = TextSegment.from(owner, new Metadata().put("state", state));
        store.addAll(List.of(id(record)), List.of(direction(record)), List.of(segment));
      }
      track.acknowledge();
    }
  }

  /** Searches and says what is wrong with the answer; empty when nothing is. */
  String read(SplittableRandom random) {
    boolean strict = random.nextInt(10) > 0;
    Consistency level = strict ? strictLevel(random) : Consistency.eventual();
    int[] since = tracks.stream().mapToInt(Track::acknowledged).toArray();
    var request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(direction(random.nextInt(QUERIES)))
            .maxResults(RECORDS)
            .build();
    SearchOptions options = SearchOptions.defaults().withConsistency(level);
    Map<Integer, Integer> found = new HashMap<>();
    for (EmbeddingMatch<TextSegment> match : store.search(request, options).matches()) {
      if (!match.embedded().text().equals(owner)) {
        return match.embeddingId() + " is of " + match.embedded().text() + ", not of " + owner;
      }
      found.put(number(match), state(match));
    }
    for (int record = 0; record < RECORDS && strict; record++) {
      int state = found.getOrDefault(record, Track.ABSENT);
      if (!tracks.get(record).hasBeen(state, since[record])) {
        return String.format(
            Locale.ROOT,
            "%s under %s: %s is in state %d, %s",
            owner,
            level,
            id(record),
            state,
            tracks.get(record).isFromBefore(state, since[record])
                ? "which was replaced before the search began"
                : "in which it never was");
      }
    }
    return "";
  }

  private static Consistency strictLevel(SplittableRandom random) {
    return random.nextBoolean() ? Consistency.strong() : Consistency.session();
  }

  private static String id(int record) {
    return "record-" + record;
  }

  private static int number(EmbeddingMatch<TextSegment> match) {
    return Integer.parseInt(match.embeddingId().substring("record-".length()));
  }

  private static int state(EmbeddingMatch<TextSegment> match) {
    Integer state = match.embedded().metadata().getInteger("state");
    return state == null ? Track.ABSENT : state;
  }

  private static Embedding direction(int seed) {
    var random = new SplittableRandom(seed);
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embedding.from(vector);
  }

  /** Records that a crash has taken back to an earlier state. */
  int lost() {
    return lost;
  }

  /** Searches answered from the cache so far. */
  double hits() {
    return sum("quiver.cache.hits");
  }

  double misses() {
    return sum("quiver.cache.misses");
  }

  private double sum(String meter) {
    return registry.get(meter).counters().stream().mapToDouble(Counter::count).sum();
  }

  static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
