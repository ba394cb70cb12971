package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;

/** Puts a shortlist into its final order, by the scores of the vectors as they were given. */
final class Ranking {
  private static final Comparator<Found> ORDER =
      Comparator.comparingDouble(Found::score).reversed().thenComparing(Found::key);

  private static final int ENTRIES_PER_CHECK = 64;

  private final List<LeafReaderContext> leaves;
  private final Target target;
  private int tied;

  Ranking(List<LeafReaderContext> leaves, Target target) {
    this.leaves = leaves;
    this.target = target;
  }

  /** The best, as many as asked for. Keys are read of no more than could be among them. */
  List<FoundRecord> best(Shortlist shortlist) throws IOException {
    long[] entries = shortlist.ascending();
    double[] scores = finalScores(entries);
    double least = leastWanted(scores);
    var found = new ArrayList<FoundRecord>();
    LeafRecords.@Nullable Keys keys = null;
    @Nullable LeafRecords records = null;
    int open = -1;
    for (int i = 0; i < entries.length; i++) {
      if (i % ENTRIES_PER_CHECK == 0) {
        target.checkNotCancelled();
      }
      if (scores[i] >= least) {
        LeafReader leaf = leaves.get(leafOf(entries[i])).reader();
        if (keys == null || records == null || leafOf(entries[i]) != open) {
          keys = new LeafRecords.Keys(leaf);
          records = new LeafRecords(leaf);
          open = leafOf(entries[i]);
        }
        int doc = (int) entries[i];
        found.add(new FoundRecord(scores[i], keys.read(doc), records, doc));
      }
    }
    found.sort(ORDER);
    List<FoundRecord> best = found.subList(0, Math.min(found.size(), target.limit()));
    double last = best.isEmpty() ? 0 : best.getLast().score();
    tied = (int) found.stream().filter(each -> each.score() == last).count();
    return List.copyOf(best);
  }

  /** How many score exactly as the last of the best, itself and those cut off included. */
  int tied() {
    return tied;
  }

  private double[] finalScores(long[] entries) throws IOException {
    var scores = new double[entries.length];
    VectorField.@Nullable Reader vectors = null;
    int open = -1;
    for (int i = 0; i < entries.length; i++) {
      int leaf = leafOf(entries[i]);
      if (i % ENTRIES_PER_CHECK == 0) {
        target.checkNotCancelled();
      }
      if (vectors == null || leaf != open) {
        vectors = new VectorField.Reader(leaves.get(leaf).reader());
        open = leaf;
      }
      scores[i] = target.finalScore(vectors.read((int) entries[i]));
    }
    return scores;
  }

  private double leastWanted(double[] scores) {
    if (scores.length <= target.limit()) {
      return target.minScore();
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return Math.max(target.minScore(), sorted[sorted.length - target.limit()]);
  }

  private static int leafOf(long entry) {
    return (int) (entry >>> Integer.SIZE);
  }
}
