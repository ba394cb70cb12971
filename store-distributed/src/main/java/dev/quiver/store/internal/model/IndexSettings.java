package dev.quiver.store.internal.model;

/**
 * How a collection's vectors are indexed; the store's public options, checked there.
 *
 * @param m neighbours per vector in the graph
 * @param efConstruction candidates looked at when a vector is linked in
 * @param quantized whether the graph is searched over 8-bit copies of the vectors
 * @param targetRecall share of the true nearest records a search must find
 */
public record IndexSettings(int m, int efConstruction, boolean quantized, double targetRecall) {
  public static final IndexSettings DEFAULT = new IndexSettings(16, 100, false, 0.95);
}
