package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import java.util.Arrays;
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
  private static final int LEAST_ROOM = 3;

  /** How a filter that leaves a share of the documents lets the beam be narrower. */
  private static final double NARROWER_EXPONENT = 0.35;

  /**
   * Scanning goes through memory in order: it costs less than meeting, per document. Meeting costs
   * more with 8-bit copies, which are scored one by one; scanning does not use them. Of 100,000 a
   * tenth was scanned at 60 ns each and met at 139; with copies at 54 and 244, in eight shards at
   * 66 and 340 to 400.
   */
  private static final double SCANNED_PER_MET = 0.45;

  private static final double SCANNED_PER_MET_QUANTIZED = 0.16;

  /** Standard deviations of chance that a terrain's share of the beam allows for. */
  private static final double DEVIATIONS = 5;

  private final ShardQuery query;
  private final boolean quantized;
  private final List<Terrain> terrains;
  private final int[] counts;
  private final Widths[] widths;

  Effort(Target target, List<Terrain> terrains, @Nullable Candidates candidates) {
    this.query = target.query();
    this.quantized = !terrains.stream().allMatch(Terrain::isExact);
    this.terrains = terrains;
    this.counts = terrains.stream().mapToInt(each -> each.candidates(candidates)).toArray();
    this.widths = new Widths[counts.length];
    double all = Arrays.stream(counts).asLongStream().sum();
    for (int i = 0; i < counts.length; i++) {
      double part = counts[i] / all;
      int least = share(query.limit() + LEAST_ROOM, part);
      widths[i] = widths(terrains.get(i), part).between(least, Math.max(1, counts[i]));
    }
  }

  private Widths widths(Terrain terrain, double part) {
    Calibration calibration = terrain.calibration();
    return calibration == null
        ? Widths.of(share -> share(assumed(share), part))
        : calibration.widths(query.recall(), query.limit(), part);
  }

  /** Documents of the terrain that may be found. */
  int candidates(int terrain) {
    return counts[terrain];
  }

  /** How many of them the walk must keep in view. */
  Widths widths(int terrain) {
    return widths[terrain];
  }

  /** Documents that a walk may meet before a scan is cheaper. */
  double most(int terrain) {
    return scanned(counts[terrain]);
  }

  /** As many documents as a walk meets if the filter has nothing to do with the target. */
  private double met(int terrain) {
    return widths[terrain].met((double) counts[terrain] / terrains.get(terrain).size());
  }

  /** Before anything was measured: the width of one beam for everything. */
  private double assumed(double share) {
    double documents = terrains.stream().mapToInt(Terrain::size).asLongStream().sum();
    double missed = Math.max(1 - query.recall(), 0.001);
    double room = ROOM * Math.pow(BASE_MISS / missed, ROOM_EXPONENT);
    double perWanted = Math.pow(BASE_MISS / missed, PER_WANTED_EXPONENT);
    double larger = Math.max(1, Math.pow(documents / FITTED_ROWS, ROWS_EXPONENT));
    double narrower = Math.pow(share, NARROWER_EXPONENT);
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

  /** As far as can be told from how many candidates there are, and not where. */
  boolean isScanCheaper() {
    double met = 0;
    double all = 0;
    for (int i = 0; i < counts.length; i++) {
      met += counts[i] == 0 ? 0 : met(i);
      all += counts[i];
    }
    return scanned(all) < met;
  }

  /** What scanning costs, in documents met. */
  private double scanned(double candidates) {
    return candidates * (quantized ? SCANNED_PER_MET_QUANTIZED : SCANNED_PER_MET);
  }
}
