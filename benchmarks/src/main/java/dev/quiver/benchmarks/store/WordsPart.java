package dev.quiver.benchmarks.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.SearchMode;
import dev.quiver.store.SearchOptions;
import dev.quiver.store.TextAnalysis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Searches by words, and by words and vector, beside those by vector. */
final class WordsPart implements Part {
  /** As long as a question. */
  private static final int FEW = 8;

  private final Bench bench;
  private final LoadingPart loading;

  /** What one row of the table searches by. */
  private record Way(String name, SearchMode mode, int words) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("VECTOR", SearchMode.VECTOR, 0),
          new Way("TEXT, 8 words", SearchMode.TEXT, FEW),
          new Way("HYBRID, 8 words", SearchMode.HYBRID, FEW),
          new Way("TEXT, whole passages", SearchMode.TEXT, Integer.MAX_VALUE),
          new Way("HYBRID, whole passages", SearchMode.HYBRID, Integer.MAX_VALUE));

  WordsPart(Bench bench, LoadingPart loading) {
    this.bench = bench;
    this.loading = loading;
  }

  @Override
  public void run() throws IOException {
    double target = loading.pair().ours().effort();
    Path folder = bench.folder("quiver-words");
    try (var quiver = new Quiver(folder, Form.PLAIN.hybrid(TextAnalysis.ENGLISH))) {
      Ingestion load = Ingestion.of(quiver, bench.data(), LoadingPart.WHOLE, bench.crew());
      quiver.compact();
      quiver.reopen(target);
      List<Searched> searched = WAYS.stream().map(way -> by(way, quiver)).toList();
      List<Rates> rates = Rounds.whole(bench).search(searched, 1);
      Report report = bench.report();
      report.title("Search by words beside search by vector, one thread");
      report.head("mode", "searches/s", "noise", "it / VECTOR", "CPU us/search");
      for (int i = 0; i < WAYS.size(); i++) {
        report.row(
            WAYS.get(i).name(),
            rates.get(i).median(),
            rates.get(i).perSecond().noisePercent(),
            Report.times(rates.get(i).median() / rates.getFirst().median()),
            rates.get(i).cpuMicros().median());
      }
      report.line(
          "\nTexts indexed in English: loaded at "
              + Math.round(load.recordsPerSecond())
              + " records/s, "
              + Footprint.disk(folder) / bench.data().size()
              + " bytes a record on disk. Vectors at the target "
              + target
              + ". Queries are passages that are no records.");
      BatchesPart.compare(bench, " HYBRID, 8 words,", quiver, few(BatchesPart.SIZE));
    } finally {
      Bench.delete(folder);
    }
  }

  private List<EmbeddingSearchRequest> few(int count) {
    int known = bench.data().queries().length;
    return IntStream.range(0, Math.min(count, known)).mapToObj(i -> request(i, FEW)).toList();
  }

  private EmbeddingSearchRequest request(int query, int most) {
    List<String> words = List.of(bench.data().question(query).split(" "));
    return EmbeddingSearchRequest.builder()
        .queryEmbedding(Embedding.from(bench.data().queries()[query]))
        .query(String.join(" ", words.subList(0, Math.min(most, words.size()))))
        .maxResults(Settings.K)
        .build();
  }

  private Searched by(Way way, Quiver quiver) {
    var requests = new IdentityHashMap<float[], EmbeddingSearchRequest>();
    for (int query = 0; query < bench.data().queries().length; query++) {
      requests.put(bench.data().queries()[query], request(query, way.words()));
    }
    SearchOptions options = SearchOptions.defaults().withMode(way.mode());
    return query -> {
      EmbeddingSearchRequest request = Objects.requireNonNull(requests.get(query));
      return quiver.answer(quiver.store().search(request, options).matches());
    };
  }
}
