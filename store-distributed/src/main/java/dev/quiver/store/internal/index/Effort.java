package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How hard to look for a wanted recall, and what looking costs.
 *
 * <p>What the {@link Calibration} of a terrain says counts. Only until there is one, widths are
 * assumed: the numbers are fitted to sentence embeddings of 384 dimensions, 50,000 and 100,000 of
 * them, linked with m=16 and efConstruction=100, for 1 to 200 wanted; a fifth is added for safety.
 * What a walk misses falls a little faster than its beam widens, and it takes a constant and a
 * share of what is wanted. A filter makes the walk longer, and on the longer way more is met.
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

  /** Documents a walk visits in each graph, and for each place in the beam. */
  private static final double VISITS_PER_GRAPH = 150;

  private static final double VISITS_PER_PLACE = 12;

  /** Scanning goes through memory in order: it costs less than visiting, per document. */
  private static final double SCAN_PER_VISIT = 0.6;

  /** Standard deviations of chance that a terrain's share of the beam allows for. */
  private static final double DEVIATIONS = 5;

  private final boolean quantized;

  /**
   * @param quantized whether graphs are walked over 8-bit copies
   */
  Effort(boolean quantized) {
    this.quantized = quantized;
  }

  /** How many documents the walk of each terrain must keep in view. */
  int[] widths(ShardQuery query, List<Terrain> terrains, @Nullable Candidates candidates) {
    var counts = new int[terrains.size()];
    double all = 0;
    int documents = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = terrains.get(i).candidates(candidates);
      all += counts[i];
      documents += terrains.get(i).size();
    }
    double assumed = assumed(query, all, documents);
    var widths = new int[counts.length];
    for (int i = 0; i < counts.length; i++) {
      Terrain terrain = terrains.get(i);
      double part = counts[i] / all;
      double share = (double) counts[i] / terrain.rows();
      Calibration calibration = terrain.calibration();
      int width =
          counts[i] == 0 || calibration == null
              ? share(assumed, part)
              : calibration.width(query.recall(), query.limit(), part, share);
      int least = share(query.limit() + LEAST_ROOM, part);
      widths[i] = Math.min(counts[i], Math.max(least, width));
    }
    return widths;
  }

  /** Before anything was measured: the width of one beam for everything. */
  private double assumed(ShardQuery query, double candidates, int documents) {
    double missed = Math.max(1 - query.recall(), 0.001);
    double room = ROOM * Math.pow(BASE_MISS / missed, ROOM_EXPONENT);
    double perWanted = Math.pow(BASE_MISS / missed, PER_WANTED_EXPONENT);
    double larger = Math.max(1, Math.pow(documents / FITTED_ROWS, ROWS_EXPONENT));
    double narrower = Math.pow(candidates / documents, NARROWER_EXPONENT);
    return SAFETY
        * (room + perWanted * query.limit())
        * larger
        * narrower
        * (quantized ? QUANTIZED : 1);
  }

  /** The part of a beam's width that a terrain with this part of the candidates gets. */
  private static int share(double width, double part) {
    double expected = width * part;
    double chance = DEVIATIONS * Math.sqrt(expected * (1 - part));
    return (int) Math.min(Math.ceil(width), Math.ceil(expected + chance));
  }

  static boolean isScanCheaper(int[] widths, int candidates, int documents) {
    double visits = 0;
    for (int width : widths) {
      visits += width == 0 ? 0 : VISITS_PER_GRAPH + VISITS_PER_PLACE * width;
    }
    visits *= Math.pow((double) candidates / documents, LONGER_EXPONENT);
    return candidates * SCAN_PER_VISIT < visits;
  }
}
