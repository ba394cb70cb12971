package dev.quiver.core.placement;

import dev.quiver.core.ring.HashRing;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The replicas of all shards while they are being placed: an item is one slot of one shard. */
final class ReplicaSpread {
  private final HashRing ring;
  private final long[] points;
  private final Zones zones;
  private final int replicas;
  private final int[] filled;
  private final ItemLists slots;
  private final Balancer balancer;
  private int turn;

  ReplicaSpread(HashRing ring, long[] points, Zones zones, FairShare share, int replicas) {
    int nodes = ring.nodes().size();
    this.ring = ring;
    this.points = points;
    this.zones = zones;
    this.replicas = replicas;
    this.filled = new int[points.length];
    this.slots = new ItemLists(nodes, points.length * replicas);
    int[] zoneOf = IntStream.range(0, nodes).map(zones::of).toArray();
    this.balancer =
        new Balancer(
            slots, share::floor, share::ceiling, new Exchange(zoneOf, zones.count()), this::offer);
  }

  /**
   * Takes over the replicas that stay where they are. Where some had to go, others of the same
   * shard may go in their stead if that keeps more nodes within their limits: it moves nothing.
   */
  void keep(Survivors survivors) {
    for (int shard = 0; shard < points.length; shard++) {
      for (int node : survivors.of(shard)) {
        add(shard, node);
      }
    }
    Exchange.Offers dropped = (node, search, end) -> offerDropped(node, survivors, search, end);
    balancer.offering(dropped).settle();
  }

  /** Gives every shard the replicas it lacks, then every node its fair share. */
  void complete() {
    for (int shard = 0; shard < points.length; shard++) {
      while (filled[shard] < replicas) {
        add(shard, newHolder(shard));
      }
    }
    for (int node = 0; node < slots.nodes(); node++) {
      shedAlongRing(node);
    }
    if (!balancer.settle()) {
      throw new IllegalStateException("replicas must be spread within their limits, but are not");
    }
  }

  /** The nodes of a shard, in the order in which they came to it. */
  int[] holders(int shard) {
    return IntStream.range(0, filled[shard]).map(i -> holder(shard, i)).toArray();
  }

  int held(int node) {
    return slots.size(node);
  }

  private int newHolder(int shard) {
    int node = alongRing(shard, taker -> mayAdd(shard, taker));
    return node >= 0 ? node : balancer.makeRoom(taker -> mayAdd(shard, taker));
  }

  private void shedAlongRing(int node) {
    while (balancer.isAboveCeiling(node)) {
      int slot = slots.get(node, turn++ % slots.size(node));
      int shard = slot / replicas;
      int taker = alongRing(shard, other -> mayMove(shard, node, other));
      if (taker < 0) {
        return;
      }
      slots.move(slot, taker);
    }
  }

  /** The first node from the shard's point on with room for it, those below their floor first. */
  private int alongRing(int shard, IntPredicate allowed) {
    int node = ring.firstOwner(points[shard], n -> balancer.isBelowFloor(n) && allowed.test(n));
    return node >= 0
        ? node
        : ring.firstOwner(points[shard], n -> balancer.isBelowCeiling(n) && allowed.test(n));
  }

  /** Begins elsewhere in the node's list each time, so that no two nodes share many shards. */
  private int offer(int node, Exchange search, IntPredicate end) {
    int size = slots.size(node);
    int first = size == 0 ? 0 : turn++ % size;
    for (int i = 0; i < size; i++) {
      int slot = slots.get(node, (first + i) % size);
      for (int zone = 0; zone < zones.count(); zone++) {
        if (search.unreachedIn(zone) > 0 && mayCross(slot / replicas, zones.of(node), zone)) {
          int found = offerInZone(slot, zone, search, end);
          if (found != Exchange.NONE) {
            return found;
          }
        }
      }
    }
    return Exchange.NONE;
  }

  private int offerInZone(int slot, int zone, Exchange search, IntPredicate end) {
    for (int i = search.unreachedIn(zone) - 1; i >= 0; i--) {
      int taker = search.unreached(zone, i);
      if (!holds(slot / replicas, taker)) {
        search.reach(taker, slot);
        if (end.test(taker)) {
          return taker;
        }
      }
    }
    return Exchange.NONE;
  }

  private int offerDropped(int node, Survivors survivors, Exchange search, IntPredicate end) {
    for (int i = 0; i < slots.size(node); i++) {
      int slot = slots.get(node, i);
      int shard = slot / replicas;
      for (int taker : survivors.droppedFrom(shard)) {
        if (!search.isReached(taker) && mayMove(shard, node, taker)) {
          search.reach(taker, slot);
          if (end.test(taker)) {
            return taker;
          }
        }
      }
    }
    return Exchange.NONE;
  }

  private boolean mayAdd(int shard, int node) {
    int zone = zones.of(node);
    int there = inZone(shard, zone);
    return there < zones.most(zone)
        && !holds(shard, node)
        && (there < zones.least(zone) || lacking(shard) < replicas - filled[shard]);
  }

  private boolean mayMove(int shard, int from, int to) {
    return !holds(shard, to) && mayCross(shard, zones.of(from), zones.of(to));
  }

  private boolean mayCross(int shard, int from, int to) {
    return from == to
        || (inZone(shard, to) < zones.most(to) && inZone(shard, from) > zones.least(from));
  }

  /** How many replicas the zones must still get before others may have more. */
  private int lacking(int shard) {
    int sum = 0;
    for (int zone = 0; zone < zones.count(); zone++) {
      sum += Math.max(0, zones.least(zone) - inZone(shard, zone));
    }
    return sum;
  }

  private int inZone(int shard, int zone) {
    int count = 0;
    for (int i = 0; i < filled[shard]; i++) {
      count += zones.of(holder(shard, i)) == zone ? 1 : 0;
    }
    return count;
  }

  private boolean holds(int shard, int node) {
    for (int i = 0; i < filled[shard]; i++) {
      if (holder(shard, i) == node) {
        return true;
      }
    }
    return false;
  }

  private int holder(int shard, int i) {
    return slots.owner(shard * replicas + i);
  }

  private void add(int shard, int node) {
    slots.add(shard * replicas + filled[shard]++, node);
  }
}
