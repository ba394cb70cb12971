package dev.quiver.core.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What of the current map can stay: replicas on usable nodes, as many as shard and zones take. */
final class Survivors {
  private static final int NOBODY = -1;
  private static final int[] NOBODY_AT_ALL = {};

  private final Zones zones;
  private final FairShare share;
  private final int replicas;
  private final List<int[]> before = new ArrayList<>();
  private final List<int[]> kept = new ArrayList<>();
  private final int[] held;

  Survivors(Zones zones, FairShare share, int replicas, int nodes) {
    this.zones = zones;
    this.share = share;
    this.replicas = replicas;
    this.held = new int[nodes];
  }

  /** Adds the usable holders of the next shard. */
  void add(int[] holders) {
    before.add(holders);
    kept.add(holders);
    for (int node : holders) {
      held[node]++;
    }
  }

  /** Drops what is too much for a shard or a zone, from the most loaded nodes first. */
  void trim() {
    kept.replaceAll(this::trimmed);
  }

  int[] of(int shard) {
    return kept.get(shard);
  }

  /** The usable holders of a shard before trimming, if any was dropped; else nobody. */
  int[] droppedFrom(int shard) {
    return before.get(shard).length == kept.get(shard).length ? NOBODY_AT_ALL : before.get(shard);
  }

  private int[] trimmed(int[] holders) {
    int[] left = holders;
    for (int node = tooMuch(left); node != NOBODY; node = tooMuch(left)) {
      int victim = node;
      left = IntStream.of(left).filter(holder -> holder != victim).toArray();
      held[victim]--;
    }
    return left;
  }

  private int tooMuch(int[] holders) {
    int crowded = mostLoaded(holders, zone -> inZone(holders, zone) > zones.most(zone));
    return crowded != NOBODY || holders.length + lacking(holders) <= replicas
        ? crowded
        : mostLoaded(holders, zone -> inZone(holders, zone) > zones.least(zone));
  }

  /** The node furthest above its share in such a zone; of equal ones the last. */
  private int mostLoaded(int[] holders, IntPredicate zone) {
    int worst = NOBODY;
    for (int node : holders) {
      if (zone.test(zones.of(node)) && (worst == NOBODY || surplus(node) >= surplus(worst))) {
        worst = node;
      }
    }
    return worst;
  }

  private int surplus(int node) {
    return held[node] - share.ceiling(node);
  }

  private int lacking(int[] holders) {
    int sum = 0;
    for (int zone = 0; zone < zones.count(); zone++) {
      sum += Math.max(0, zones.least(zone) - inZone(holders, zone));
    }
    return sum;
  }

  private int inZone(int[] holders, int zone) {
    int count = 0;
    for (int node : holders) {
      count += zones.of(node) == zone ? 1 : 0;
    }
    return count;
  }
}
