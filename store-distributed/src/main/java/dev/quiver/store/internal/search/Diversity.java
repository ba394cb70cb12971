package dev.quiver.store.internal.search;

import dev.quiver.store.internal.model.Similarity;
import java.util.List;

/**
 * Maximal marginal relevance: one after the other, the record is picked that is the most relevant
 * and the least like those picked before.
 *
 * <p>What counts for a record is {@code lambda * score - (1 - lambda) * likeness}, its likeness
 * being the highest similarity to a record picked before, or 0 while there is none. Of equal ones
 * the earlier in the list is picked.
 *
 * @param lambda 1 counts the score alone, 0 the likeness alone
 * @param similarity of two vectors, 0 to 1 as scores are
 */
public record Diversity(double lambda, Similarity similarity) {

  /** A record to pick from. */
  @SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, compared nowhere
  record Candidate(double score, float[] vector) {}

  /**
   * The numbers of those picked, in the order in which they are.
   *
   * @param look called before each pick; throws to end it
   */
  int[] pick(List<Candidate> candidates, int limit, Runnable look) {
    var picked = new int[Math.min(limit, candidates.size())];
    var likeness = new double[candidates.size()];
    var taken = new boolean[candidates.size()];
    for (int i = 0; i < picked.length; i++) {
      look.run();
      picked[i] = best(candidates, likeness, taken);
      taken[picked[i]] = true;
      float[] like = candidates.get(picked[i]).vector();
      for (int other = 0; other < taken.length; other++) {
        if (!taken[other]) {
          double similar = similarity.score(like, candidates.get(other).vector());
          likeness[other] = Math.max(likeness[other], similar);
        }
      }
    }
    return picked;
  }

  private int best(List<Candidate> candidates, double[] likeness, boolean[] taken) {
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < taken.length; i++) {
      double counts = lambda * candidates.get(i).score() - (1 - lambda) * likeness[i];
      if (!taken[i] && counts > most) {
        best = i;
        most = counts;
      }
    }
    return best;
  }
}
