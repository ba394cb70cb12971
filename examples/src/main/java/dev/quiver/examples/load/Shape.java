package dev.quiver.examples.load;

/** How a cluster is built: so many nodes in this process, shards, and copies of each shard. */
record Shape(int nodes, int shards, int replicas) {

  /** One shard that every node has: what the nodes add to each other shows best. */
  static Shape copies(int replicas) {
    return new Shape(replicas, 1, replicas);
  }

  @Override
  public String toString() {
    return counted(nodes, "node")
        + ", "
        + counted(shards, "shard")
        + ", "
        + counted(replicas, "replica");
  }

  private static String counted(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
