package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.internal.model.AskedKinds;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.ValueKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for conditions whose value is of another kind than all values under its key: they match
 * nothing, which is rarely what was meant. Any thread; blocks while it asks the shards.
 *
 * <p>The shards are asked about a condition until it is known to fit, or was complained about;
 * while there is no value under its key, at its 1st, 2nd, 4th, 8th use and so on. So a filter that
 * is used all the time costs nothing. A strict check must be right each time: it asks again
 * whenever something was written.
 */
public final class KindCheck {
  private static final Logger LOG = LoggerFactory.getLogger("dev.quiver.store.filter");

  /** Keys may come from users: what is remembered about them has an end. */
  private static final int MAX_REMEMBERED = 1_000;

  private final String collection;
  private final Set<AskedKinds> settled = ConcurrentHashMap.newKeySet();
  private final Map<AskedKinds, Integer> uses = new ConcurrentHashMap<>();
  private final Map<AskedKinds, SortedMap<ShardId, Position>> fine = new ConcurrentHashMap<>();

  /**
   * @param collection its name, for messages
   */
  public KindCheck(String collection) {
    this.collection = collection;
  }

  /** Warns once of each condition; says nothing where the shards cannot be asked just now. */
  public void warn(Searches searches, @Nullable Predicate where, ReadTerms terms) {
    if (where == null) {
      return;
    }
    List<AskedKinds> due = AskedKinds.of(where).stream().filter(this::isDue).toList();
    if (due.isEmpty() || terms.deadline().isOver()) {
      return;
    }
    Map<String, Set<ValueKind>> stored = ask(searches, due, where, terms);
    if (stored == null) {
      return;
    }
    for (AskedKinds next : due) {
      Set<ValueKind> kinds = stored.getOrDefault(next.key(), Set.of());
      if (!kinds.isEmpty() && isFirstToSettle(next) && next.isOfAnotherKindThanAll(kinds)) {
        LOG.warn(
            "Collection {}: {}. Said once for this key and kind; strictFilters(true) refuses such"
                + " filters",
            collection,
            next.complaint(kinds));
      }
    }
  }

  private boolean isFirstToSettle(AskedKinds asked) {
    uses.remove(asked);
    return settled.add(asked);
  }

  private boolean isDue(AskedKinds asked) {
    if (settled.contains(asked) || settled.size() + uses.size() >= MAX_REMEMBERED) {
      return false;
    }
    return Integer.bitCount(uses.merge(asked, 1, Integer::sum)) == 1;
  }

  /** Null where that is not to be had; the call itself then says why, or goes without. */
  private static @Nullable Map<String, Set<ValueKind>> ask(
      Searches searches, Collection<AskedKinds> asked, Predicate where, ReadTerms terms) {
    try {
      return searches.kinds(keys(asked), where, terms);
    } catch (QuiverException notNow) {
      LOG.debug("What is stored under the keys of a filter could not be asked", notNow);
      return null;
    }
  }

  /** What is wrong with a filter right now, condition by condition. */
  public List<String> complaints(Searches searches, @Nullable Predicate where, ReadTerms terms) {
    if (where == null) {
      return List.of();
    }
    Set<AskedKinds> asked = AskedKinds.of(where);
    Map<String, Set<ValueKind>> stored = searches.kinds(keys(asked), where, terms);
    return stored == null ? List.of() : complaints(asked, stored);
  }

  /**
   * Lets everything pass where some of the shards, which the terms allow to be missing, are.
   *
   * @throws IllegalArgumentException if there is something wrong with the filter
   */
  public void require(Searches searches, @Nullable Predicate where, ReadTerms terms) {
    if (where == null) {
      return;
    }
    SortedMap<ShardId, Position> latest = searches.readPoint(where, terms.freshness()).latest();
    Set<AskedKinds> unsure =
        AskedKinds.of(where).stream()
            .filter(asked -> !latest.equals(fine.get(asked)))
            .collect(Collectors.toSet());
    Map<String, Set<ValueKind>> stored =
        unsure.isEmpty() ? null : searches.kinds(keys(unsure), where, terms);
    if (stored == null) {
      return;
    }
    List<String> complaints = complaints(unsure, stored);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(complaints.getFirst());
    }
    unsure.stream()
        .filter(asked -> fine.size() < MAX_REMEMBERED || fine.containsKey(asked))
        .forEach(asked -> fine.put(asked, latest));
  }

  private static List<String> complaints(
      Set<AskedKinds> asked, Map<String, Set<ValueKind>> stored) {
    var complaints = new ArrayList<String>();
    for (AskedKinds next : asked) {
      Set<ValueKind> kinds = stored.getOrDefault(next.key(), Set.of());
      if (next.isOfAnotherKindThanAll(kinds)) {
        complaints.add(next.complaint(kinds));
      }
    }
    return complaints;
  }

  private static Set<String> keys(Collection<AskedKinds> asked) {
    return asked.stream().map(AskedKinds::key).collect(Collectors.toSet());
  }
}
