package dev.quiver.benchmarks.ingest;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.quiver.benchmarks.aim.Aims;
import dev.quiver.embedding.Ingestor;
import dev.quiver.embedding.IngestorBuilder;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The command that ingests the same passages with {@link Ingestor}, once more unchanged, and with
 * LangChain4j's own ingestor and in-process model, each into a durable store of its own until all
 * is searchable. LangChain4j's model reads the first 126 tokens of a passage and Quiver's all of
 * it; so Quiver also runs with the same cut.
 */
public final class IngestBench {
  private static final int DEFAULT_PASSAGES = 2_000;
  private static final int DEFAULT_ROUNDS = 3;
  private static final double UNCHANGED_SPEED_UP = 50;
  private static final double LEAST_BUSY = 0.90;
  private static final int SPECIAL_TOKENS = 2;
  private static final int LANGCHAIN4J_TOKENS = 126;
  private static final String WHOLE = "Quiver, all tokens";
  private static final String UNCHANGED = "Quiver, nothing changed";
  private static final String CUT = "Quiver, first 126 tokens";
  private static final String LANGCHAIN4J = "LangChain4j, first 126 tokens";

  private final Aims aims = new Aims();
  private final List<Document> passages;
  private final Path directory;
  private final Map<String, List<Cost>> costs = new LinkedHashMap<>();

  private IngestBench(List<Document> passages, Path directory) {
    this.passages = passages;
    this.directory = directory;
  }

  /**
   * Arguments: how many passages (2,000); how many rounds (3). They are read from {@code
   * ../shared/data}, or where {@code -Dquiver.data} says.
   */
  public static void main(String[] args) throws IOException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_PASSAGES;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROUNDS;
    Path data = Path.of(System.getProperty("quiver.data", "../shared/data"));
    Path directory = Files.createTempDirectory("quiver-ingest-bench-");
    var bench = new IngestBench(passages(data.resolve("passages.txt.gz"), count), directory);
    for (int round = 0; round < rounds; round++) {
      bench.round(round);
    }
    bench.report();
    delete(directory);
    System.exit(bench.aims.exitCode());
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

  /** In another order each time: what runs later finds a warmer machine, or a hotter one. */
  private void round(int round) {
    List<Runnable> turns = List.of(() -> whole(round), () -> cut(round), () -> langChain4j(round));
    for (int turn = 0; turn < turns.size(); turn++) {
      turns.get((turn + round) % turns.size()).run();
    }
  }

  private void whole(int round) {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        QuiverEmbeddingStore store = store("whole-" + round)) {
      Ingestor ingestor = ingestor(model, store, "whole-" + round).build();
      measure(WHOLE, model, store, () -> ingestor.ingest(passages.stream()).tokens());
      measure(UNCHANGED, model, store, () -> ingestor.ingest(passages.stream()).tokens());
    }
  }

  private void cut(int round) {
    try (OnnxEmbeddingModel model =
            OnnxEmbeddingModel.builder()
                .allMiniLmL6V2()
                .maxLength(LANGCHAIN4J_TOKENS + SPECIAL_TOKENS)
                .build();
        QuiverEmbeddingStore store = store("cut-" + round)) {
      Ingestor ingestor =
          ingestor(model, store, "cut-" + round)
              .splitter(all -> List.of(TextSegment.from(all.text(), all.metadata())))
              .build();
      measure(CUT, model, store, () -> ingestor.ingest(passages.stream()).tokens());
    }
  }

  private void langChain4j(int round) {
    long read;
    try (OnnxEmbeddingModel counting = OnnxEmbeddingModel.allMiniLmL6V2()) {
      read =
          passages.stream()
              .mapToInt(each -> counting.tokenCounter().estimateTokenCountInText(each.text()))
              .mapToLong(tokens -> Math.min(tokens, LANGCHAIN4J_TOKENS))
              .sum();
    }
    try (QuiverEmbeddingStore store = store("langchain4j-" + round)) {
      EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
      EmbeddingStoreIngestor ingestor =
          EmbeddingStoreIngestor.builder().embeddingModel(model).embeddingStore(store).build();
      measure(
          LANGCHAIN4J,
          model,
          store,
          () -> {
            ingestor.ingest(passages);
            return read;
          });
    }
  }

  private QuiverEmbeddingStore store(String name) {
    return QuiverEmbeddingStore.builder().directory(directory.resolve(name)).build();
  }

  private IngestorBuilder ingestor(
      OnnxEmbeddingModel model, QuiverEmbeddingStore store, String name) {
    return Ingestor.builder().model(model).store(store).ledger(directory.resolve("ledger-" + name));
  }

  private void measure(
      String what, EmbeddingModel model, QuiverEmbeddingStore store, LongSupplier ingestion) {
    model.embed("once, so that everything is loaded");
    Cost cost =
        Cost.of(
            () -> {
              long tokens = ingestion.getAsLong();
              store.flush();
              return tokens;
            });
    costs.computeIfAbsent(what, any -> new ArrayList<>()).add(cost);
    System.err.println(cost.row(what));
  }

  private void report() {
    System.out.printf(Locale.ROOT, "%,d passages%n%n%s%n", passages.size(), Cost.HEADER);
    costs.forEach((what, all) -> System.out.println(Cost.median(all).row(what)));
    Cost whole = median(WHOLE);
    Cost cut = median(CUT);
    Cost theirs = median(LANGCHAIN4J);
    System.out.printf(
        Locale.ROOT,
        "%nThe unchanged run is %s times as fast as the first, which keeps %s of the processors"
            + " busy. At equal tokens Quiver is %.2f times as fast as LangChain4j by the clock and"
            + " %.2f times by the processors; with all tokens, %.2f times by the clock.%n",
        aims.atLeast(whole.seconds() / median(UNCHANGED).seconds(), UNCHANGED_SPEED_UP),
        aims.atLeast(whole.busy(), LEAST_BUSY),
        theirs.seconds() / cut.seconds(),
        theirs.cpuSeconds() / cut.cpuSeconds(),
        theirs.seconds() / whole.seconds());
  }

  private Cost median(String what) {
    return Cost.median(costs.getOrDefault(what, List.of()));
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
