package dev.quiver.benchmarks.quality;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How good a ranking is, 0 to 1: of one query, or on average.
 *
 * @param ndcg10 discounted gain of the first 10, against that of the best order there is
 * @param recall10 share of the relevant documents that are among the first 10
 * @param recall100 share of them among the first 100
 * @param reciprocalRank 1 over the rank of the first relevant document, 0 where there is none
 */
record RankingQuality(double ndcg10, double recall10, double recall100, double reciprocalRank) {
  static final int DEPTH = 100;
  static final int TOP = 10;

  /** Of what was found for one query, best first. */
  static RankingQuality of(List<String> found, Map<String, Integer> relevant) {
    List<Integer> gains = found.stream().map(id -> relevant.getOrDefault(id, 0)).toList();
    List<Integer> ideal = relevant.values().stream().sorted(Comparator.reverseOrder()).toList();
    int first = gains.indexOf(gains.stream().filter(gain -> gain > 0).findFirst().orElse(-1));
    return new RankingQuality(
        discounted(gains) / discounted(ideal),
        share(gains, TOP, relevant.size()),
        share(gains, DEPTH, relevant.size()),
        first < 0 ? 0 : 1.0 / (first + 1));
  }

  static RankingQuality mean(Collection<RankingQuality> all) {
    return new RankingQuality(
        all.stream().mapToDouble(RankingQuality::ndcg10).average().orElse(0),
        all.stream().mapToDouble(RankingQuality::recall10).average().orElse(0),
        all.stream().mapToDouble(RankingQuality::recall100).average().orElse(0),
        all.stream().mapToDouble(RankingQuality::reciprocalRank).average().orElse(0));
  }

  private static double discounted(List<Integer> gains) {
    double sum = 0;
    for (int rank = 1; rank <= Math.min(TOP, gains.size()); rank++) {
      sum += gains.get(rank - 1) * Math.log(2) / Math.log(rank + 1.0);
    }
    return sum;
  }

  private static double share(List<Integer> gains, int depth, int relevant) {
    long found = gains.stream().limit(depth).filter(gain -> gain > 0).count();
    return (double) found / relevant;
  }
}
