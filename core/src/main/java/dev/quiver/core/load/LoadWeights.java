package dev.quiver.core.load;

/**
 * How much each part of a node's load counts in its score. Only the proportions matter: a score is
 * divided by their sum, so changing one weight does not force the caller to change the others.
 */
public record LoadWeights(double cpu, double memory, double queue, double network) {
  public static final LoadWeights DEFAULTS = new LoadWeights(0.3, 0.4, 0.2, 0.1);

  public LoadWeights {
    check("cpu", cpu);
    check("memory", memory);
    check("queue", queue);
    check("network", network);
    double sum = cpu + memory + queue + network;
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "weights must sum to a finite number above 0, but summed to " + sum);
    }
  }

  public LoadWeights withCpu(double weight) {
    return new LoadWeights(weight, memory, queue, network);
  }

  public LoadWeights withMemory(double weight) {
    return new LoadWeights(cpu, weight, queue, network);
  }

  public LoadWeights withQueue(double weight) {
    return new LoadWeights(cpu, memory, weight, network);
  }

  public LoadWeights withNetwork(double weight) {
    return new LoadWeights(cpu, memory, queue, weight);
  }

  double sum() {
    return cpu + memory + queue + network;
  }

  private static void check(String name, double weight) {
    if (!(weight >= 0)) {
      throw new IllegalArgumentException(
          "weight of " + name + " must be at least 0, but was " + weight);
    }
  }
}
