package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.ShardQuery;

/**
 * How hard to look for a wanted recall, and what looking costs.
 *
 * <p>The numbers are fitted to sentence embeddings of 384 dimensions, 50,000 and 100,000 of them,
 * linked with m=16 and efConstruction=100, for 1 to 200 wanted; a fifth is added for safety. What a
 * walk misses falls a little faster than its beam widens, and it takes a constant and a share of
 * what is wanted. A filter makes the walk longer, and on the longer way more is met.
 */
final class Effort {
  private static final double SAFETY = 1.2;

  /** The miss rate at which a beam must have room for 24 more than wanted. */
  private static final double BASE_MISS = 0.05;

  private static final double ROOM = 24;
  private static final double ROOM_EXPONENT = 0.79;
  private static final double PER_WANTED_EXPONENT = 0.65;
  private static final double FITTED_ROWS = 100_000;
  private static final double ROWS_EXPONENT = 0.1;

  /**
   * 8-bit copies confuse neighbours whose scores are close; some more are kept to be told apart.
   */
  private static final double QUANTIZED = 1.1;

  /** A beam with no room beyond what is wanted could not tell whether it cut through ties. */
  private static final int LEAST_ROOM = 8;

  /** How a filter that leaves a share p lets the beam be narrower, and makes the walk longer. */
  private static final double NARROWER_EXPONENT = 0.35;

  private static final double LONGER_EXPONENT = -0.8;

  /** Documents a walk visits in a graph of its own, and for each place in the beam. */
  private static final double VISITS_PER_SEGMENT = 200;

  private static final double VISITS_PER_PLACE = 11;

  /** Scanning goes through memory in order: it costs less than visiting, per document. */
  private static final double SCAN_PER_VISIT = 0.6;

  /** Standard deviations of chance that a segment's share of the beam allows for. */
  private static final double DEVIATIONS = 5;

  private final IndexSettings settings;

  Effort(IndexSettings settings) {
    this.settings = settings;
  }

  /**
   * How many documents a walk must keep in view.
   *
   * @param documents all in the segments, deleted ones too
   */
  int width(ShardQuery query, int candidates, int documents) {
    double missed = Math.max(1 - query.recall(), 0.001);
    double room = ROOM * Math.pow(BASE_MISS / missed, ROOM_EXPONENT);
    double perWanted = Math.pow(BASE_MISS / missed, PER_WANTED_EXPONENT);
    double larger = Math.max(1, Math.pow(documents / FITTED_ROWS, ROWS_EXPONENT));
    double narrower = Math.pow((double) candidates / documents, NARROWER_EXPONENT);
    double width =
        SAFETY
            * (room + perWanted * query.limit())
            * larger
            * narrower
            * (settings.quantized() ? QUANTIZED : 1);
    return (int) Math.min(candidates, Math.max(query.limit() + LEAST_ROOM, Math.ceil(width)));
  }

  /** The part of a beam's width that a segment with this part of the candidates gets. */
  static int share(int width, double part) {
    double expected = width * part;
    double chance = DEVIATIONS * Math.sqrt(expected * (1 - part));
    return (int) Math.min(width, Math.ceil(expected + chance));
  }

  boolean isScanCheaper(int width, int segments, int candidates, int documents) {
    int places = segments * share(width, 1.0 / segments);
    double visits =
        (VISITS_PER_SEGMENT * segments + VISITS_PER_PLACE * places)
            * Math.pow((double) candidates / documents, LONGER_EXPONENT);
    return candidates * SCAN_PER_VISIT < visits;
  }
}
