package dev.quiver.benchmarks.quality;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.quiver.embedding.OnnxEmbeddingModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The command that measures how true the bundled models' vectors are: by what an exact search over
 * them finds, and against vectors made elsewhere; beside LangChain4j's in-process model.
 */
public final class Fidelity {
  private static final String USAGE =
      "usage: ./quiver fidelity [scifact] [langchain4j] [passages] [chinese]; data in"
          + " ../shared/data, or where -Dquiver.data says";
  private static final List<String> PARTS =
      List.of("scifact", "langchain4j", "passages", "chinese");
  private static final int PASSAGES = 2_000;
  private static final int DIMENSION = 384;

  private final Path data;

  private Fidelity(Path data) {
    this.data = data;
  }

  /** Runs the parts named, or all. */
  public static void main(String[] arguments) throws IOException {
    List<String> parts = arguments.length == 0 ? PARTS : List.of(arguments);
    Path data = Path.of(System.getProperty("quiver.data", "../shared/data"));
    if (!PARTS.containsAll(parts) || !Files.isDirectory(data)) {
      System.err.println(USAGE);
      System.exit(2);
    }
    var fidelity = new Fidelity(data);
    for (String part : parts) {
      switch (part) {
        case "scifact" -> fidelity.scifact();
        case "langchain4j" -> fidelity.langChain4j();
        case "passages" -> fidelity.passages();
        default -> fidelity.chinese();
      }
    }
  }

  private void scifact() throws IOException {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      search(
          "SciFact, Quiver allMiniLmL6V2",
          "scifact",
          model,
          query -> model.embedQuery(query).content());
    }
  }

  private void langChain4j() throws IOException {
    EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
    search(
        "SciFact, LangChain4j in process", "scifact", model, query -> model.embed(query).content());
  }

  private void chinese() throws IOException {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.bgeSmallZhV15()) {
      search(
          "XQuAD zh, bgeSmallZhV15", "xquad/zh", model, query -> model.embedQuery(query).content());
      search(
          "XQuAD zh, bgeSmallZhV15, queries without their prefix",
          "xquad/zh",
          model,
          query -> model.embedPassage(query).content());
    }
  }

  private void search(
      String name, String folder, EmbeddingModel model, Function<String, Embedding> queries)
      throws IOException {
    JudgedCorpus corpus = JudgedCorpus.read(data.resolve(folder));
    List<TextSegment> texts = corpus.documents().values().stream().map(TextSegment::from).toList();
    var effort = new Effort();
    var search = new ExactSearch(corpus.documents().keySet(), model.embedAll(texts).content());
    String took = effort.since(texts.size());
    List<RankingQuality> all = new ArrayList<>();
    corpus
        .queries()
        .forEach(
            (id, text) ->
                all.add(
                    RankingQuality.of(
                        search.nearest(queries.apply(text), RankingQuality.DEPTH),
                        corpus.relevantTo(id))));
    RankingQuality quality = RankingQuality.mean(all);
    System.out.printf(
        Locale.ROOT,
        "%s: nDCG@10 %.4f, recall@10 %.4f over %d queries; %s%n",
        name,
        quality.ndcg10(),
        quality.recall10(),
        all.size(),
        took);
  }

  /** Against the vectors of the same model made elsewhere, one signed byte per component. */
  private void passages() throws IOException {
    List<TextSegment> texts;
    try (var in = new GZIPInputStream(Files.newInputStream(data.resolve("passages.txt.gz")));
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        Stream<String> lines = reader.lines()) {
      texts = lines.limit(PASSAGES).map(TextSegment::from).toList();
    }
    double[] cosines = new double[PASSAGES];
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        var file = new RandomAccessFile(data.resolve("passages.i8").toFile(), "r")) {
      var effort = new Effort();
      List<Embedding> vectors = model.embedAll(texts).content();
      String took = effort.since(PASSAGES);
      byte[] row = new byte[DIMENSION];
      for (int i = 0; i < PASSAGES; i++) {
        file.readFully(row);
        cosines[i] = cosine(vectors.get(i).vector(), row);
      }
      Arrays.sort(cosines);
      System.out.printf(
          Locale.ROOT,
          "Passages, cosine to vectors made elsewhere: median %.4f, least %.4f, 1st percentile"
              + " %.4f; %s%n",
          cosines[PASSAGES / 2],
          cosines[0],
          cosines[PASSAGES / 100],
          took);
    }
  }

  private static double cosine(float[] vector, byte[] row) {
    double dot = 0;
    double squares = 0;
    for (int i = 0; i < row.length; i++) {
      dot += vector[i] * row[i];
      squares += row[i] * row[i];
    }
    return dot / Math.sqrt(squares);
  }
}
