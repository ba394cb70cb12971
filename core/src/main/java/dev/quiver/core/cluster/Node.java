package dev.quiver.core.cluster;

/**
 * One shard-hosting unit.
 *
 * @param zone nodes of one zone may fail together; replicas are spread over zones first
 * @param weight share of shards and requests relative to the other nodes
 */
public record Node(NodeId id, String zone, int weight) {
  public static final String DEFAULT_ZONE = "default";
  public static final int DEFAULT_WEIGHT = 1;
  public static final int MAX_WEIGHT = 1_000;

  public Node {
    if (zone.isBlank()) {
      throw new IllegalArgumentException("zone of " + id + " must not be blank");
    }
    if (weight < 1 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "weight of " + id + " must be between 1 and " + MAX_WEIGHT + ", but was " + weight);
    }
  }

  public static Node named(String id) {
    return new Node(new NodeId(id), DEFAULT_ZONE, DEFAULT_WEIGHT);
  }
}
