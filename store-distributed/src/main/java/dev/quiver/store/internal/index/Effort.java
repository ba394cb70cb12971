package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How hard to look for a wanted recall, and what looking costs.
 *
 * <p>What the {@link Calibration} of a terrain says counts. Only until there is one, a slack is
 * assumed: the numbers are fitted to sentence embeddings of 384 dimensions, 100,000 of them, linked
 * with m=16 and efConstruction=100, for 10 wanted. What a walk misses falls exponentially with its
 * slack.
 */
final class Effort {
  /** The slack with which a walk misses so much, by how much more it misses 2.7 times less. */
  private static final double BASE_SLACK = 0.03;

  private static final double BASE_MISS = 0.072;
  private static final double SLACK_PER_FACTOR = 0.026;

  private static final double SAFETY = 1.5;

  /** Documents a walk then meets in each graph, and for each place. */
  private static final double MET_PER_GRAPH = 200;

  private static final double MET_PER_PLACE = 50;

  /**
   * Scanning goes through memory in order: it costs less than meeting, per document. Of 100,000 a
   * tenth was scanned at 50 to 65 ns each and met by long walks at 280 to 330, 8-bit copies and
   * eight shards alike; what is found among copies is scored again.
   */
  private static final double SCANNED_PER_MET = 0.2;

  /**
   * What a walk costs is an estimate, and what it has met so far is lost when it is given up: so it
   * may cost more times as much as a scan. Against a filter that leaves none of the nearest such a
   * search takes up to a third longer than a scan at once; with the others measured it is faster.
   */
  private static final double PATIENCE = 2.5;

  private final ShardQuery query;
  private final List<Terrain> terrains;
  private final int[] counts;
  private final Reach[] reaches;

  Effort(Target target, List<Terrain> terrains, @Nullable Candidates candidates) {
    this.query = target.query();
    this.terrains = terrains;
    this.counts = terrains.stream().mapToInt(each -> each.candidates(candidates)).toArray();
    this.reaches = new Reach[counts.length];
    double all = Arrays.stream(counts).asLongStream().sum();
    for (int i = 0; i < counts.length; i++) {
      reaches[i] = reach(terrains.get(i), counts[i] / all).among(counts[i]);
    }
  }

  private Reach reach(Terrain terrain, double part) {
    Calibration calibration = terrain.calibration();
    return calibration == null
        ? assumed(Calibration.places(query.limit(), part))
        : calibration.reach(
            new Calibration.Wanted(
                query.recall(), query.limit(), part, calibration.scale(terrain.size())));
  }

  /** Before anything was measured. */
  private Reach assumed(int places) {
    double missed = Math.max(1 - query.recall(), 0.001);
    double slack = BASE_SLACK + SLACK_PER_FACTOR * Math.log(BASE_MISS / missed);
    return Reach.of(
        places,
        share -> SAFETY * Math.max(slack, 0),
        share -> MET_PER_GRAPH + MET_PER_PLACE * places / share);
  }

  /** Documents of the terrain that may be found. */
  int candidates(int terrain) {
    return counts[terrain];
  }

  /** How far the walk must look for them. */
  Reach reach(int terrain) {
    return reaches[terrain];
  }

  /** Documents that a walk may meet before it is given up for a scan. */
  double most(int terrain) {
    return PATIENCE * scanned(terrain);
  }

  /** Documents that a walk to a target from elsewhere should meet at most: a scan is exact. */
  double mostOfFar(int terrain) {
    return scanned(terrain);
  }

  /** As many documents as a walk meets if the filter has nothing to do with the target. */
  private double met(int terrain) {
    return reaches[terrain].met(share(terrain));
  }

  private double share(int terrain) {
    return (double) counts[terrain] / terrains.get(terrain).rows();
  }

  /** As far as can be told from how many candidates there are, and not where. */
  boolean isScanCheaper() {
    double met = 0;
    double scanned = 0;
    for (int i = 0; i < counts.length; i++) {
      met += counts[i] == 0 ? 0 : met(i);
      scanned += scanned(i);
    }
    return scanned < met;
  }

  /** What scanning costs, in documents met. */
  private double scanned(int terrain) {
    return counts[terrain] * SCANNED_PER_MET;
  }
}
