package dev.quiver.benchmarks.quality;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.quiver.embedding.OnnxEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

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
        case "passages" -> new PassageVectors().compare(data);
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
}
