package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.RecordKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.jspecify.annotations.Nullable;

/**
 * The best documents by words, and all that tie with the last of them: which of those are wanted is
 * for their keys to say.
 */
final class BestTexts implements Collector {
  private static final Comparator<Found> ORDER =
      Comparator.comparingDouble(Found::score).reversed().thenComparing(Found::key);

  private static final int ENTRIES_PER_CHECK = 64;

  private record Entry(int leaf, int doc, float score) {}

  private final int limit;
  private final double minScore;
  private final PriorityQueue<Float> best = new PriorityQueue<>();
  private List<Entry> entries = new ArrayList<>();
  private int roomBeforeSweep = 1024;
  private float floor;

  BestTexts(int limit, double minScore) {
    this.limit = limit;
    this.minScore = minScore;
  }

  /** What the sum of weights, which has no upper end, is between 0 and 1. */
  static double finalScore(float sum) {
    return sum / (1.0 + sum);
  }

  @Override
  public ScoreMode scoreMode() {
    return ScoreMode.TOP_SCORES;
  }

  @Override
  public LeafCollector getLeafCollector(LeafReaderContext leaf) {
    return new LeafCollector() {
      private @Nullable Scorable scorer;

      @Override
      public void setScorer(Scorable given) throws IOException {
        scorer = given;
        given.setMinCompetitiveScore(floor);
      }

      @Override
      public void collect(int doc) throws IOException {
        Scorable current = Objects.requireNonNull(scorer);
        if (add(leaf.ord, doc, current.score())) {
          current.setMinCompetitiveScore(floor);
        }
      }
    };
  }

  /** Returns whether the floor has risen. */
  private boolean add(int leaf, int doc, float score) {
    if (score < floor || finalScore(score) < minScore) {
      return false;
    }
    entries.add(new Entry(leaf, doc, score));
    best.add(score);
    if (best.size() > limit) {
      best.remove();
    }
    sweep();
    if (best.size() < limit || best.element() <= floor) {
      return false;
    }
    floor = best.element();
    return true;
  }

  private void sweep() {
    if (entries.size() > roomBeforeSweep) {
      entries.removeIf(entry -> entry.score < floor);
      roomBeforeSweep = Math.max(roomBeforeSweep, 2 * entries.size());
    }
  }

  /**
   * Best first, equal ones by key.
   *
   * @param check called now and then; ends the work by what it throws
   */
  List<Found> found(List<LeafReaderContext> leaves, Runnable check) throws IOException {
    var found = new ArrayList<Found>();
    int open = -1;
    LeafRecords.@Nullable Keys keys = null;
    @Nullable LeafRecords records = null;
    for (Entry entry : ascending()) {
      if (found.size() % ENTRIES_PER_CHECK == 0) {
        check.run();
      }
      LeafReader leaf = leaves.get(entry.leaf).reader();
      if (keys == null || records == null || open != entry.leaf) {
        keys = new LeafRecords.Keys(leaf);
        records = new LeafRecords(leaf);
        open = entry.leaf;
      }
      RecordKey key = keys.read(entry.doc);
      found.add(new FoundRecord(finalScore(entry.score), key, records, entry.doc));
    }
    found.sort(ORDER);
    return found.size() <= limit ? found : List.copyOf(found.subList(0, limit));
  }

  private List<Entry> ascending() {
    Entry[] sorted = entries.stream().filter(entry -> entry.score >= floor).toArray(Entry[]::new);
    Arrays.sort(sorted, Comparator.comparingInt(Entry::leaf).thenComparingInt(Entry::doc));
    return List.of(sorted);
  }
}
