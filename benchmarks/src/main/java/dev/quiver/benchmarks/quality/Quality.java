package dev.quiver.benchmarks.quality;

import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.SearchMode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The command that measures how well each way of searching finds what people judged to be relevant.
 */
public final class Quality {
  private static final String USAGE =
      "usage: ./quiver quality FOLDER... [--chinese FOLDER...]; a folder holds corpus.jsonl,"
          + " queries.jsonl, and qrels.tsv or qrels/test.tsv";
  private static final int WRONG_USAGE = 2;
  private static final String CHINESE = "--chinese";
  private static final List<SearchMode> MODES =
      List.of(SearchMode.VECTOR, SearchMode.TEXT, SearchMode.HYBRID);

  private final PrintStream out;
  private final Path keptVectors;

  /**
   * @param keptVectors folder of what has been embedded before
   */
  Quality(PrintStream out, Path keptVectors) {
    this.out = out;
    this.keptVectors = keptVectors;
  }

  /** Arguments: folders; those behind {@code --chinese} are embedded by a model of Chinese. */
  public static void main(String[] args) throws IOException, URISyntaxException {
    Path classes =
        Path.of(Quality.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var quality = new Quality(System.out, classes.resolveSibling("vectors"));
    System.exit(quality.run(System.err, args));
  }

  /** Returns the exit code. */
  int run(PrintStream err, String... args) throws IOException {
    List<String> all = List.of(args);
    int split = all.contains(CHINESE) ? all.indexOf(CHINESE) : all.size();
    List<Path> folders;
    List<Path> chinese;
    try {
      folders = folders(all.subList(0, split));
      chinese = folders(all.subList(Math.min(split + 1, all.size()), all.size()));
    } catch (IllegalArgumentException wrong) {
      err.println("./quiver quality: " + wrong.getMessage());
      return WRONG_USAGE;
    }
    if (folders.isEmpty() && chinese.isEmpty()) {
      err.println(USAGE);
      return WRONG_USAGE;
    }
    header();
    if (!folders.isEmpty()) {
      try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
        measure(folders, model);
      }
    }
    if (!chinese.isEmpty()) {
      try (OnnxEmbeddingModel model = OnnxEmbeddingModel.bgeSmallZhV15()) {
        measure(chinese, model);
      }
    }
    return 0;
  }

  private static List<Path> folders(List<String> names) {
    List<Path> folders = names.stream().map(Path::of).toList();
    folders.forEach(JudgedCorpus::check);
    return folders;
  }

  void header() {
    out.println(
        "| corpus | documents | queries | mode | nDCG@10 | recall@10 | recall@100 | MRR@100 |");
    out.println("|---|---:|---:|---|---:|---:|---:|---:|");
  }

  void measure(List<Path> folders, OnnxEmbeddingModel model) throws IOException {
    KeptVectors kept = KeptVectors.open(model, keptVectors);
    for (Path folder : folders) {
      JudgedCorpus corpus = JudgedCorpus.read(folder);
      try (var evaluation = new Evaluation(corpus, kept)) {
        evaluation.load();
        for (SearchMode mode : MODES) {
          row(folder, corpus, mode, evaluation.quality(mode));
        }
      }
    }
  }

  private void row(Path folder, JudgedCorpus corpus, SearchMode mode, RankingQuality quality) {
    out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %s | %.4f | %.4f | %.4f | %.4f |%n",
        folder.getFileName(),
        corpus.documents().size(),
        corpus.queries().size(),
        mode,
        quality.ndcg10(),
        quality.recall10(),
        quality.recall100(),
        quality.reciprocalRank());
  }
}
