package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.data.embedding.Embedding;
import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.cluster.ClusterLocation;
import dev.quiver.store.internal.cluster.ClusterOptions;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.cluster.CollectionRequest;
import dev.quiver.store.internal.cluster.Serving;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.AnalysisKind;
import dev.quiver.store.internal.model.IndexSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches settings of nodes and indexes that are taken, and lost on the way to them. */
@Timeout(120)
final class NodeOptionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final Duration OFTEN = Duration.ofMillis(10);

  /** What all memory counts for in a node's load. */
  private static final double MEMORY_WEIGHT = 0.4;

  @TempDir private Path directory;

  @Test
  void indexOptionsAreStoredWithTheCollection() {
    IndexOptions options =
        IndexOptions.defaults()
            .m(8)
            .efConstruction(50)
            .quantization(Quantization.INT8)
            .targetRecall(0.9);
    TestStores.on(directory, 1, 1, 1)
        .index(options)
        .textAnalysis(TextAnalysis.NONE)
        .build()
        .close();
    assertThat(storedIndex()).isEqualTo(new IndexSettings(8, 50, true, 0.9, AnalysisKind.NONE));
  }

  private IndexSettings storedIndex() {
    var nodes = new ClusterOptions(null, false, null, null, Duration.ofSeconds(5), false, null);
    var request =
        new CollectionRequest(
            "default", null, null, null, null, List.of(), null, null, null, null, null, null);
    try (var handle =
        CollectionHandle.open(
            ClusterLocation.below(directory),
            nodes,
            request,
            new Serving(RoutingPolicy.leastLoaded(), Meters.NONE))) {
      return handle.settings().index();
    }
  }

  private static double load(QuiverEmbeddingStore store) {
    return store.admin().status().nodes().getFirst().load();
  }

  private static void awaitLoad(QuiverEmbeddingStore store) {
    Await.noProblem(
        PATIENCE, () -> load(store) >= 0.9 * MEMORY_WEIGHT ? "" : "the load is " + load(store));
  }

  @Test
  void aNodeThatMayTakeLittleMemoryIsLoadedSooner() {
    try (var small = QuiverEmbeddingStore.builder().nodeMemoryLimit(1).loadInterval(OFTEN).build();
        var large =
            QuiverEmbeddingStore.builder().nodeMemoryLimit(1L << 50).loadInterval(OFTEN).build()) {
      large.add("x", X);
      small.add("x", X);
      awaitLoad(small);
      assertThat(load(large)).isLessThan(load(small));
    }
  }

  @Test
  void loadsAreSampledAsOftenAsWasSaid() {
    try (var seldom =
        QuiverEmbeddingStore.builder()
            .nodeMemoryLimit(1)
            .loadInterval(Duration.ofHours(1))
            .build()) {
      Await.noProblem(PATIENCE, NodeOptionsTest::unlessTheFirstSampleIsTaken);
      double before = load(seldom);
      seldom.add("x", X);
      try (var often =
          QuiverEmbeddingStore.builder().nodeMemoryLimit(1).loadInterval(OFTEN).build()) {
        often.add("x", X);
        awaitLoad(often);
      }
      assertThat(load(seldom)).isEqualTo(before);
    }
  }

  private static String unlessTheFirstSampleIsTaken() {
    return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("quiver-loads"))
            .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)
        ? ""
        : "a first sample is still taken";
  }

  /** On systems that tell how much of a mapped file is in a process's memory. */
  @Test
  void anIndexIsReadIntoMemoryAtOpeningOnlyWhereThatWasSaid() throws IOException {
    assumeTrue(Files.isReadable(MAPPINGS), "the system tells what is in memory");
    Path real = directory.toRealPath();
    try (var store = TestStores.on(real, 1, 1, 1).build()) {
      var random = new SplittableRandom(Seed.next());
      var ids = IntStream.range(0, 1_500).mapToObj(i -> "id-" + i).toList();
      var embeddings = new ArrayList<Embedding>();
      ids.forEach(id -> embeddings.add(TestVectors.random(random, 512)));
      store.addAll(ids, embeddings, null);
      store.admin().compact();
    }
    try (var store = TestStores.on(real, 1, 1, 1).build()) {
      assertThat(store.admin().status().nodes().getFirst().rows()).isEqualTo(1_500);
      assertThat(residentShare(real)).isLessThan(0.7);
    }
    try (var store = TestStores.on(real, 1, 1, 1).preload(true).build()) {
      assertThat(store.admin().status().nodes().getFirst().rows()).isEqualTo(1_500);
      assertThat(residentShare(real)).isGreaterThan(0.99);
    }
  }

  /** Of the files below that are mapped. */
  private static double residentShare(Path below) throws IOException {
    long resident = 0;
    long all = 0;
    boolean ours = false;
    for (String line : Files.readAllLines(MAPPINGS)) {
      String[] words = line.split("\\s+", -1);
      if (!words[0].endsWith(":")) {
        ours = line.contains(below + "/");
      } else if (ours && words[0].equals("Size:")) {
        all += Long.parseLong(words[1]);
      } else if (ours && words[0].equals("Rss:")) {
        resident += Long.parseLong(words[1]);
      }
    }
    assertThat(all).as("kB mapped").isGreaterThan(2_000);
    return (double) resident / all;
  }
}
