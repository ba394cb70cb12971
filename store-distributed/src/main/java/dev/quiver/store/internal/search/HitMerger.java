package dev.quiver.store.internal.search;

import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Hit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes one list of what the nodes found: best score first, equal scores by key. */
final class HitMerger {
  private static final Comparator<Found> ORDER =
      Comparator.comparingDouble(Found::score).reversed().thenComparing(Found::key);

  private HitMerger() {}

  /** Reads from disk only what makes it into the answer. */
  static List<Hit> merge(List<List<Found>> lists, int limit, ReadTerms terms) {
    List<Found> best = best(lists, limit);
    var hits = new ArrayList<Hit>(best.size());
    for (Found found : best) {
      terms.requireTimeToRead();
      hits.add(load(found));
    }
    return hits;
  }

  /** The same list, unread. */
  static List<Found> best(List<List<Found>> lists, int limit) {
    List<Found> best = new ArrayList<>();
    lists.forEach(best::addAll);
    if (lists.size() > 1) {
      best.sort(ORDER);
    }
    return best.subList(0, Math.min(limit, best.size()));
  }

  private static Hit load(Found found) {
    try {
      return found.load();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("record " + found.key() + " cannot be read", unreadable);
    }
  }
}
