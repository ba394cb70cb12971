package dev.quiver.benchmarks.ingest;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.quiver.embedding.IngestReport;
import dev.quiver.embedding.Ingestor;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.embedding.ProgressBar;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The command that ingests the same passages with {@link Ingestor} and with LangChain4j's own
 * ingestor and in-process model, each into a durable store, and then once more unchanged.
 */
public final class IngestBench {
  private static final int DEFAULT_PASSAGES = 2_000;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final List<Document> passages;
  private final Path directory;

  private IngestBench(List<Document> passages, Path directory) {
    this.passages = passages;
    this.directory = directory;
  }

  /**
   * Arguments: how many passages (2,000). They are read from {@code ../shared/data}, or where
   * {@code -Dquiver.data} says.
   */
  public static void main(String[] args) throws IOException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_PASSAGES;
    Path data = Path.of(System.getProperty("quiver.data", "../shared/data"));
    Path directory = Files.createTempDirectory("quiver-ingest-bench-");
    var bench = new IngestBench(passages(data.resolve("passages.txt.gz"), count), directory);
    double ours = bench.quiver();
    double theirs = bench.langChain4j();
    System.out.println(
        String.format(Locale.ROOT, "Quiver is %.2f times as fast by the clock", theirs / ours));
    delete(directory);
  }

  private static List<Document> passages(Path file, int count) throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      var passages = new ArrayList<Document>();
      lines
          .lines()
          .limit(count)
          .forEach(
              text ->
                  passages.add(
                      Document.from(text, Metadata.from(Document.URL, "p" + passages.size()))));
      return passages;
    }
  }

  private double quiver() {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        QuiverEmbeddingStore store = store("quiver")) {
      model.embed("once, so that everything is loaded");
      Ingestor ingestor =
          Ingestor.builder()
              .model(model)
              .store(store)
              .ledger(directory.resolve("ledger"))
              .listener(ProgressBar.on(System.err))
              .build();
      IngestReport[] report = new IngestReport[2];
      double first = timed("Quiver", () -> report[0] = ingestor.ingest(passages.stream()));
      double second =
          timed("Quiver again, unchanged", () -> report[1] = ingestor.ingest(passages.stream()));
      System.out.println(
          String.format(
              Locale.ROOT,
              "added %d, then unchanged %d: the second run took 1/%.0f of the first; %d records",
              report[0].added(),
              report[1].unchanged(),
              first / second,
              store.count()));
      return first;
    }
  }

  private double langChain4j() {
    try (QuiverEmbeddingStore store = store("langchain4j")) {
      EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
      model.embed("once, so that everything is loaded");
      EmbeddingStoreIngestor ingestor =
          EmbeddingStoreIngestor.builder().embeddingModel(model).embeddingStore(store).build();
      return timed("LangChain4j", () -> ingestor.ingest(passages));
    }
  }

  private QuiverEmbeddingStore store(String name) {
    return QuiverEmbeddingStore.builder().directory(directory.resolve(name)).build();
  }

  /** Returns seconds on the clock. */
  private double timed(String what, Runnable work) {
    long started = System.nanoTime();
    long startedCpu = SYSTEM.getProcessCpuTime();
    work.run();
    double wall = (System.nanoTime() - started) / 1e9;
    double cpu = (SYSTEM.getProcessCpuTime() - startedCpu) / 1e9;
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: %d passages in %.2f s, %.2f CPU s, %.0f %% of %d processors",
            what,
            passages.size(),
            wall,
            cpu,
            100 * cpu / wall / SYSTEM.getAvailableProcessors(),
            SYSTEM.getAvailableProcessors()));
    return wall;
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
