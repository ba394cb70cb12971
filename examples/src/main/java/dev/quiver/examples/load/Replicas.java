package dev.quiver.examples.load;

import java.util.Optional;

/** Compares clusters of one, two and three nodes, each of which has all records. */
final class Replicas {
  static final int MOST = 3;

  private final Effort effort;
  private final Vectors vectors;
  private final int processors;

  Replicas(Effort effort, Vectors vectors, int processors) {
    this.effort = effort;
    this.vectors = vectors;
    this.processors = processors;
  }

  /** Empty where nodes would have to share a processor: that measures the machine, not them. */
  Optional<Figure> measure(int replicas) {
    if (replicas > processors) {
      return Optional.empty();
    }
    try (var cluster = new Cluster(Shape.copies(replicas), vectors)) {
      cluster.fill(effort.callers());
      Measured searched =
          cluster
              .searchers(effort.callers(), Mix.UNIFORM)
              .warmUp(effort.warmUp())
              .goOn(effort.measured())
              .stop();
      return Optional.of(Figure.of("search, one shard, " + words(replicas), searched));
    }
  }

  static String words(int replicas) {
    return replicas == 1 ? "1 replica" : replicas + " replicas";
  }
}
