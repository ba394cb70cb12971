package dev.quiver.examples.load;

/**
 * One line of the report.
 *
 * @param perCall records that one call brings in; 1 for a search
 * @param cacheShare of the searches that a cache answered, 0 to 1; NaN where there is no cache
 */
record Figure(String what, Measured measured, int perCall, double cacheShare) {

  static Figure of(String what, Measured measured) {
    return new Figure(what, measured, 1, Double.NaN);
  }

  /** Searches, or records brought in. */
  double perSecond() {
    return measured.perSecond() * perCall;
  }
}
