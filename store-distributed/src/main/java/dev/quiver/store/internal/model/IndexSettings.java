package dev.quiver.store.internal.model;

/**
 * How a collection's records are indexed; the store's public options, checked there.
 *
 * @param m neighbours per vector in the graph
 * @param efConstruction candidates looked at when a vector is linked in
 * @param quantized whether the graph is searched over 8-bit copies of the vectors
 * @param targetRecall share of the true nearest records a search must find
 * @param analysis how texts become terms; fixed for the collection's life
 */
public record IndexSettings(
    int m, int efConstruction, boolean quantized, double targetRecall, AnalysisKind analysis) {
  public static final IndexSettings DEFAULT =
      new IndexSettings(16, 100, false, 0.95, AnalysisKind.ENGLISH);

  /** Of a collection whose texts are not indexed. */
  public IndexSettings(int m, int efConstruction, boolean quantized, double targetRecall) {
    this(m, efConstruction, quantized, targetRecall, AnalysisKind.NONE);
  }

  public IndexSettings withAnalysis(AnalysisKind kind) {
    return new IndexSettings(m, efConstruction, quantized, targetRecall, kind);
  }
}
