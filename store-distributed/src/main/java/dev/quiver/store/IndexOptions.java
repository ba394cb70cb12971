package dev.quiver.store;

/**
 * How a collection's vectors are indexed. Immutable: every method returns a changed copy.
 *
 * @param m neighbours per vector in the graph, 2 to 512
 * @param efConstruction candidates looked at when a vector is linked in, 1 to 3200
 * @param quantization in which form vectors are searched
 * @param targetRecall the share of the true nearest records a search must find, 0.5 to 0.999
 */
public record IndexOptions(
    int m, int efConstruction, Quantization quantization, double targetRecall) {
  /** Neighbours per vector where nothing else is said. */
  public static final int DEFAULT_M = 16;

  /** Candidates per vector where nothing else is said. */
  public static final int DEFAULT_EF_CONSTRUCTION = 100;

  /** The recall aimed at where nothing else is said. */
  public static final double DEFAULT_TARGET_RECALL = 0.95;

  private static final int MAX_M = 512;
  private static final int MAX_EF_CONSTRUCTION = 3200;
  private static final double MIN_RECALL = 0.5;
  private static final double MAX_RECALL = 0.999;

  public IndexOptions {
    Check.between("m", m, 2, MAX_M);
    Check.present("quantization", quantization);
    Check.between("efConstruction", efConstruction, 1, MAX_EF_CONSTRUCTION);
    checkRecall("targetRecall", targetRecall);
  }

  static void checkRecall(String name, double recall) {
    if (!(recall >= MIN_RECALL && recall <= MAX_RECALL)) {
      throw new IllegalArgumentException(
          name + " must be between " + MIN_RECALL + " and " + MAX_RECALL + ", but was " + recall);
    }
  }

  /** {@code m} 16, {@code efConstruction} 100, no quantization, {@code targetRecall} 0.95. */
  public static IndexOptions defaults() {
    return new IndexOptions(
        DEFAULT_M, DEFAULT_EF_CONSTRUCTION, Quantization.NONE, DEFAULT_TARGET_RECALL);
  }

  /** The same with another number of neighbours. */
  public IndexOptions m(int neighbours) {
    return new IndexOptions(neighbours, efConstruction, quantization, targetRecall);
  }

  /** The same with another number of candidates. */
  public IndexOptions efConstruction(int candidates) {
    return new IndexOptions(m, candidates, quantization, targetRecall);
  }

  /** The same with vectors searched in another form. */
  public IndexOptions quantization(Quantization form) {
    return new IndexOptions(m, efConstruction, form, targetRecall);
  }

  /** The same with another recall aimed at. */
  public IndexOptions targetRecall(double recall) {
    return new IndexOptions(m, efConstruction, quantization, recall);
  }
}
