package dev.quiver.store.internal.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls for the same shards: one node asked first and, once that was late, others in its stead.
 * The first whole answer wins, be it the first node's or all of the others' together. One thread.
 */
final class Race<T> {
  private final Call<T> first;
  private final List<Call<T>> others = new ArrayList<>();
  private final Map<Call<T>, NodeAnswer<T>> held = new HashMap<>();
  private long hedgeAtNanos;
  private boolean hedges;
  private boolean othersAreWhole = true;

  private Race(Call<T> first, long hedgeAtNanos, boolean hedges) {
    this.first = first;
    this.hedgeAtNanos = hedgeAtNanos;
    this.hedges = hedges;
  }

  /**
   * @param patienceNanos how long the first is waited for alone; unknown: for ever
   */
  static <T> Race<T> of(Call<T> first, long patienceNanos) {
    boolean hedges = patienceNanos != AnswerTimes.UNKNOWN;
    return new Race<>(first, hedges ? first.sentNanos() + patienceNanos : 0, hedges);
  }

  static <T> Race<T> alone(Call<T> call) {
    return new Race<>(call, 0, false);
  }

  Call<T> first() {
    return first;
  }

  /** What is left until others are to be asked; unknown: they are not, or have been. */
  long untilHedgeNanos(long nowNanos) {
    return hedges ? Math.max(0, hedgeAtNanos - nowNanos) : AnswerTimes.UNKNOWN;
  }

  void hedged() {
    hedges = false;
  }

  void join(Call<T> other) {
    others.add(other);
  }

  /** Keeps the answer of one of the others; true once they have all answered. */
  boolean isWonBy(Call<T> other, NodeAnswer<T> answer) {
    held.put(other, answer);
    return othersAreWhole && held.size() == others.size();
  }

  /**
   * One of the others failed: together they cannot win any more, one by one they still may help.
   */
  void dropped(Call<T> other) {
    others.remove(other);
    othersAreWhole = false;
  }

  List<NodeAnswer<T>> held() {
    return List.copyOf(held.values());
  }

  /** Those of the others that have not answered. */
  List<Call<T>> running() {
    return others.stream().filter(other -> !held.containsKey(other)).toList();
  }

  /** The first node's shards that none of the others has answered for, or still may. */
  List<ShardTrail> uncovered() {
    var trails = new ArrayList<>(first.trails());
    others.forEach(other -> trails.removeAll(other.trails()));
    return trails;
  }
}
