package dev.quiver.store.internal.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion: what is far up in either list, and better still in both, comes out on
 * top. Only ranks count, so the lists need not have scores that can be compared.
 *
 * <p>A place in a list is worth {@code 30.5 / (60 + rank)}: half a point for the first, so that the
 * first of both lists has 1.
 */
final class RankFusion {
  private static final double RANK_CONSTANT = 60;
  private static final double WEIGHT = (RANK_CONSTANT + 1) / 2;

  private RankFusion() {}

  /** The score of everything that is in a list. A key is in a list at most once. */
  static <K> Map<K, Double> scores(List<List<K>> lists) {
    var scores = new HashMap<K, Double>();
    for (List<K> list : lists) {
      for (int rank = 1; rank <= list.size(); rank++) {
        scores.merge(list.get(rank - 1), WEIGHT / (RANK_CONSTANT + rank), Double::sum);
      }
    }
    return scores;
  }
}
