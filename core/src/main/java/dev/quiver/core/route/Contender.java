package dev.quiver.core.route;

import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.ring.StableHash;

/**
 * A node as a policy sees it: what the view and the load samples say, and what we saw ourselves.
 */
public final class Contender {
  static final int NEVER = -1;
  private static final int IF_SUSPECT = 1;
  private static final int IF_OVERLOADED = 2;

  private final NodeId id;
  private final int weight;
  private final double score;
  private final int tier;
  private final NodeTally tally;
  private final long hash;

  Contender(NodeId id, int weight, double score, int tier, NodeTally tally) {
    this.id = id;
    this.weight = weight;
    this.score = score;
    this.tier = tier;
    this.tally = tally;
    this.hash = StableHash.of(id.value());
  }

  /** The group in which a node is ordered: every node of a lower tier is asked before it. */
  static int tierOf(Health health, boolean overloaded) {
    return switch (health) {
      case UP -> overloaded ? IF_OVERLOADED : 0;
      case SUSPECT -> overloaded ? IF_OVERLOADED + IF_SUSPECT : IF_SUSPECT;
      case DOWN -> NEVER;
    };
  }

  public NodeId id() {
    return id;
  }

  /** Its share of requests relative to the others, as its member entry says. */
  public int weight() {
    return weight;
  }

  /** Its load when last sampled, from 0 to 1: up to an interval old, and the same for everybody. */
  public double score() {
    return score;
  }

  /** How long one shard search took there lately, waiting included. One: nobody knows. */
  public double latencyNanos() {
    return tally.latencyNanos();
  }

  /** A number made from its name alone, the same in every JVM. */
  long hash() {
    return hash;
  }

  int tier() {
    return tier;
  }

  int inFlight() {
    return tally.inFlight();
  }
}
