package dev.quiver.core.load;

/** The four parts of a node's load, each from 0 (idle) to 1 (nothing left). */
public record Shares(double cpu, double memory, double queue, double network) {
  public Shares {
    check("cpu", cpu);
    check("memory", memory);
    check("queue", queue);
    check("network", network);
  }

  static Shares of(LoadSample sample) {
    return new Shares(
        sample.cpu().share(),
        sample.memory().share(),
        sample.queue().share(),
        sample.network().share());
  }

  /** The point between this ({@code kept} = 1) and the newer one ({@code kept} = 0). */
  Shares towards(Shares newer, double kept) {
    return new Shares(
        blend(cpu, newer.cpu, kept),
        blend(memory, newer.memory, kept),
        blend(queue, newer.queue, kept),
        blend(network, newer.network, kept));
  }

  private static double blend(double old, double newer, double kept) {
    return newer + kept * (old - newer);
  }

  private static void check(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be between 0 and 1, but was " + value);
    }
  }
}
