package dev.quiver.benchmarks.store;

import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Many searches in one call beside as many calls. */
final class BatchesPart implements Part {
  static final int SIZE = 100;

  private final Bench bench;
  private final LoadingPart loading;

  BatchesPart(Bench bench, LoadingPart loading) {
    this.bench = bench;
    this.loading = loading;
  }

  @Override
  public void run() throws IOException {
    Quiver quiver = loading.pair().quiver();
    List<EmbeddingSearchRequest> requests =
        Arrays.stream(bench.data().queries())
            .limit(SIZE)
            .map(query -> LangChainContender.request(query, Share.ALL))
            .toList();
    compare(bench, "", quiver, requests);
  }

  /** Adds a table; every request is one of {@code quiver}'s own mode. */
  static void compare(
      Bench bench, String mode, Quiver quiver, List<EmbeddingSearchRequest> requests) {
    Searched together = any -> whole(quiver.store().searchAll(requests));
    Searched alone =
        any -> {
          var results = new ArrayList<>(requests.size());
          requests.forEach(request -> results.add(quiver.store().search(request)));
          return whole(results);
        };
    Report report = bench.report();
    report.title("searchAll of " + requests.size() + mode + " beside as many searches");
    report.head(
        "callers", "searchAll, searches/s", "noise", "one by one", "noise", "searchAll / it");
    for (int threads : new int[] {1, 2}) {
      List<Rates> rates = Rounds.whole(bench).search(List.of(together, alone), threads);
      report.row(
          threads,
          rates.get(0).median() * requests.size(),
          rates.get(0).perSecond().noisePercent(),
          rates.get(1).median() * requests.size(),
          rates.get(1).perSecond().noisePercent(),
          Report.times(rates.get(0).median() / rates.get(1).median()));
    }
  }

  private static Searched.Answer whole(List<?> results) {
    if (results.isEmpty()) {
      throw new IllegalStateException("every search must have a result, but there is none");
    }
    return new Searched.Answer(0, List::of);
  }
}
