package dev.quiver.store.internal.index;

import java.util.Arrays;

/**
 * What was measured with targets from elsewhere: how far away the nearest records are from them,
 * beside how far away they are from records, and what walks to them find.
 *
 * <p>Searches do not come from among the records. A question lies farther from all of them than
 * they lie from one another, and what a walk to a record finds says little about a walk to it. How
 * far away a target lies is seen on the walk, by the distance of the last of so many nearest.
 *
 * @param levels what is found, as in {@link Calibration}
 * @param distances by index of {@link Calibration#PLACES}: of the last of so many nearest
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Foreign(Calibration.Level[] levels, Distances[] distances) {
  /** Of records, those that lie near enough to others for what was measured with records. */
  private static final double FAMILIAR_PART = 0.95;

  /** Of targets from elsewhere, those that are not beyond all that was measured. */
  private static final double MEASURED_PART = 0.95;

  /**
   * How far away the last of so many nearest is.
   *
   * @param familiar from nearly all records
   * @param typical from half of the targets from elsewhere
   * @param beyond from hardly any of all that was measured with
   */
  record Distances(double familiar, double typical, double beyond) {
    /**
     * @param ofRecords from each record measured with
     * @param ofForeign from each target from elsewhere
     */
    static Distances of(double[] ofRecords, double[] ofForeign) {
      double familiar = at(ofRecords, FAMILIAR_PART);
      double typical = at(ofForeign, 0.5);
      double beyond = at(ofForeign, MEASURED_PART);
      if (typical <= familiar) {
        // Records lie as far from one another: a few of them must not count as beyond.
        double spread = Math.max(familiar - at(ofRecords, 0.5), beyond - typical);
        beyond = Math.max(familiar, beyond) + spread;
      }
      return new Distances(familiar, typical, beyond);
    }

    private static double at(double[] distances, double part) {
      double[] ascending = distances.clone();
      Arrays.sort(ascending);
      return ascending[(int) (part * (ascending.length - 1))];
    }

    /** 0 as near as records are, 1 as far as a typical target from elsewhere, and so on. */
    double strangeness(double distance) {
      if (distance <= familiar) {
        return 0;
      }
      if (distance > beyond) {
        return Double.POSITIVE_INFINITY;
      }
      return typical > familiar ? (distance - familiar) / (typical - familiar) : 0;
    }
  }
}
