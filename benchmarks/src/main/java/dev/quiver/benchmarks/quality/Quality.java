package dev.quiver.benchmarks.quality;

import dev.quiver.store.SearchMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The command that measures how well words find what people judged to be relevant. */
public final class Quality {
  private Quality() {}

  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      throw new IllegalArgumentException(
          "quality needs folders with corpus.jsonl, queries.jsonl and qrels.tsv, but got none");
    }
    System.out.println(
        "| corpus | documents | queries | mode | nDCG@10 | recall@10 | recall@100 | MRR@100 |");
    System.out.println("|---|---:|---:|---|---:|---:|---:|---:|");
    for (String folder : args) {
      report(Path.of(folder), List.of(SearchMode.TEXT));
    }
  }

  private static void report(Path folder, List<SearchMode> modes) throws IOException {
    JudgedCorpus corpus = JudgedCorpus.read(folder);
    try (var evaluation = new Evaluation(corpus, new ChanceVectors())) {
      evaluation.load();
      for (SearchMode mode : modes) {
        RankingQuality quality = evaluation.quality(mode);
        System.out.printf(
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
  }
}
