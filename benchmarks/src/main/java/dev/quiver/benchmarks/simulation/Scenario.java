package dev.quiver.benchmarks.simulation;

/** One situation that all policies have to live through. */
record Scenario(String name, Shape shape, Traffic traffic, Trouble trouble) {
  Scenario atLoad(double load) {
    var changed = new Traffic(load, traffic.shardsPerQuery(), traffic.skew());
    return new Scenario(name, shape, changed, trouble);
  }

  /** A cluster of equal nodes. Shard s has its replicas on the nodes s, s+1, ... */
  record Shape(int nodes, int shards, int replicas) {}

  /**
   * What is asked of it.
   *
   * @param load arrivals against what all nodes could serve if all were healthy
   * @param shardsPerQuery shards one query needs, drawn without repetition
   * @param skew Zipf exponent of the shards' popularity: 0 for equal
   */
  record Traffic(double load, int shardsPerQuery, double skew) {}

  /**
   * What befalls node 0.
   *
   * @param slowness how much longer everything takes there
   * @param diesAtSeconds when it stops answering for good, without a word
   */
  record Trouble(double slowness, double diesAtSeconds) {
    static final Trouble NONE = new Trouble(1, Double.POSITIVE_INFINITY);

    static Trouble slow(double slowness) {
      return new Trouble(slowness, Double.POSITIVE_INFINITY);
    }

    static Trouble death(double atSeconds) {
      return new Trouble(1, atSeconds);
    }
  }
}
