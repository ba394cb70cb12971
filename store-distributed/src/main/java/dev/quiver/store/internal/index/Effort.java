package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.ShardQuery;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;

/**
 * How hard to look for a wanted recall, and what looking costs.
 *
 * <p>What a shard's {@link Calibration} says counts. Only until there is one, widths are assumed:
 * the numbers are fitted to sentence embeddings of 384 dimensions, 50,000 and 100,000 of them,
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
  private static final double VISITS_PER_SEGMENT = 150;

  private static final double VISITS_PER_PLACE = 12;

  /** Scanning goes through memory in order: it costs less than visiting, per document. */
  private static final double SCAN_PER_VISIT = 0.6;

  /** Standard deviations of chance that a segment's share of the beam allows for. */
  private static final double DEVIATIONS = 5;

  private final IndexSettings settings;

  /** By segment, null where nothing was measured yet. */
  private final List<@Nullable Calibration> calibrations;

  private Effort(IndexSettings settings, List<@Nullable Calibration> calibrations) {
    this.settings = settings;
    this.calibrations = calibrations;
  }

  /** For searching all segments of these views, in this order. */
  static Effort of(List<View> views) {
    var calibrations = new ArrayList<@Nullable Calibration>();
    for (View view : views) {
      Calibration newest = view.calibration().newest();
      for (int i = 0; i < view.reader().leaves().size(); i++) {
        calibrations.add(newest);
      }
    }
    return new Effort(views.getFirst().settings(), calibrations);
  }

  /** How many documents the walk of each segment must keep in view. */
  int[] widths(ShardQuery query, IndexReader reader, @Nullable Candidates candidates) {
    var widths = new int[reader.leaves().size()];
    double all = candidates == null ? reader.numDocs() : candidates.count();
    double assumed = assumed(query, all, reader.maxDoc());
    for (LeafReaderContext leaf : reader.leaves()) {
      int rows = leaf.reader().numDocs();
      int count = candidates == null ? rows : candidates.count(leaf);
      double part = count / all;
      Calibration calibration = calibrations.get(leaf.ord);
      int width =
          count == 0 || calibration == null
              ? share(assumed, part)
              : calibration.width(query.recall(), query.limit(), part, (double) count / rows);
      int least = share(query.limit() + LEAST_ROOM, part);
      widths[leaf.ord] = Math.min(count, Math.max(least, width));
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
        * (settings.quantized() ? QUANTIZED : 1);
  }

  /** The part of a beam's width that a segment with this part of the candidates gets. */
  private static int share(double width, double part) {
    double expected = width * part;
    double chance = DEVIATIONS * Math.sqrt(expected * (1 - part));
    return (int) Math.min(Math.ceil(width), Math.ceil(expected + chance));
  }

  static boolean isScanCheaper(int[] widths, int candidates, int documents) {
    double visits = 0;
    for (int width : widths) {
      visits += width == 0 ? 0 : VISITS_PER_SEGMENT + VISITS_PER_PLACE * width;
    }
    visits *= Math.pow((double) candidates / documents, LONGER_EXPONENT);
    return candidates * SCAN_PER_VISIT < visits;
  }
}
