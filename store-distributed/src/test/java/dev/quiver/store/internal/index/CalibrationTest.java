package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quiver.store.internal.model.Found;
import org.junit.jupiter.api.Test;

/** Reaches worked out of a table that is known. */
class CalibrationTest {
  private static final int PLACES = Calibration.PLACES.length;
  private static final int SLACKS = Calibration.SLACKS.length;

  /** How often a rank is found, by share level. */
  private interface Found {
    double of(int level, double slack, int rank);
  }

  private static Calibration finding(Found found) {
    var levels = new Calibration.Level[Calibration.SHARES.length];
    for (int level = 0; level < levels.length; level++) {
      var byPlaces = new float[PLACES][SLACKS][];
      var met = new double[PLACES][SLACKS];
      for (int i = 0; i < PLACES; i++) {
        for (int s = 0; s < SLACKS; s++) {
          byPlaces[i][s] = new float[Calibration.PLACES[i]];
          for (int rank = 0; rank < byPlaces[i][s].length; rank++) {
            byPlaces[i][s][rank] = (float) found.of(level, Calibration.SLACKS[s], rank);
          }
          met[i][s] = Calibration.PLACES[i] * (1 + Calibration.SLACKS[s]);
        }
      }
      levels[level] = new Calibration.Level(byPlaces, met);
    }
    return new Calibration(10_000, levels);
  }

  /** Half of everything at once, and the rest along with the slack, later at each level. */
  private static double half(int level, double slack) {
    return Math.min(1, 0.5 + slack * (1 + level));
  }

  private final Calibration even = finding((level, slack, rank) -> half(level, slack));

  private static double needed(double recall) {
    return 1 - 0.9 * (1 - recall);
  }

  @Test
  void looksAsFarAsWhatIsWantedTakes() {
    for (double recall : new double[] {0.6, 0.7, 0.8, 0.9, 0.95, 0.99}) {
      assertThat(even.reach(recall, 10, 1).slack(1))
          .as("for %s", recall)
          .isCloseTo(needed(recall) - 0.5, within(1e-4));
    }
    assertThat(even.reach(0.3, 10, 1).slack(1)).isZero();
  }

  @Test
  void countsWhatIsMetAtTheSameSlack() {
    Reach reach = even.reach(0.9, 10, 1);

    assertThat(reach.met(1)).isCloseTo(10 * (1 + reach.slack(1)), within(1e-6));
  }

  /** The first ranks are found at once, those behind ever later: only what is wanted counts. */
  @Test
  void looksFartherForMoreWanted() {
    Calibration byRank = finding((level, slack, rank) -> rank <= 200 * slack ? 1 : 0);

    assertThat(byRank.reach(0.95, 1, 1).slack(1)).isZero();
    assertThat(byRank.reach(0.95, 20, 1).slack(1)).isBetween(0.08, 0.1);
    assertThat(byRank.reach(0.95, 50, 1).slack(1)).isBetween(0.2, 0.25);
  }

  @Test
  void takesTheSmallestNumberOfPlacesThatWillDo() {
    int[][] placesOfLimits = {{1, 5}, {5, 5}, {6, 10}, {10, 10}, {11, 20}, {21, 50}, {50, 50}};
    for (int[] each : placesOfLimits) {
      assertThat(even.reach(0.95, each[0], 1).places()).as("of %s", each[0]).isEqualTo(each[1]);
    }
  }

  @Test
  void growsInProportionBehindTheRanksMeasured() {
    Reach measured = even.reach(0.95, 50, 1);
    Reach tenfold = even.reach(0.95, 500, 1);

    assertThat(tenfold.places()).isEqualTo(500);
    assertThat(tenfold.slack(1)).isCloseTo(measured.slack(1), within(1e-6));
    assertThat(tenfold.met(1)).isCloseTo(10 * measured.met(1), within(1e-6));
  }

  @Test
  void leavesRoomForChanceInAPart() {
    assertThat(Calibration.places(40, 1)).isEqualTo(40);
    assertThat(Calibration.places(40, 0.125)).isBetween(40 / 8 + 5, 30);
    assertThat(Calibration.places(4_000, 0.125)).isBetween(500 + 80, 500 + 120);
    assertThat(Calibration.places(3, 0.5)).isEqualTo(3);
    assertThat(even.reach(0.95, 40, 0.125).places()).isEqualTo(20);
  }

  /** In an eighth, 5 of 40 are expected, and the 15th is never missed for being rarely there. */
  @Test
  void weighsRanksByHowOftenTheyAreWantedOfAPart() {
    Calibration firstTen = finding((level, slack, rank) -> rank < 10 || slack >= 0.5 ? 1 : 0);

    assertThat(firstTen.reach(0.95, 20, 1).slack(1)).isGreaterThan(0.3);
    assertThat(firstTen.reach(0.95, 40, 0.125).slack(1)).isZero();
    assertThat(firstTen.reach(0.9999, 40, 0.125).slack(1)).isGreaterThan(0.3);
  }

  @Test
  void goesFromOneShareToTheNextWithoutAJump() {
    Reach reach = even.reach(0.95, 10, 1);
    double all = needed(0.95) - 0.5;

    assertThat(reach.slack(0.5)).isCloseTo(all / 2, within(5e-3));
    assertThat(reach.slack(0.7)).isBetween(all / 2, all);
    assertThat(reach.slack(0.25)).isBetween(all / 3 + 0.01, all / 2 - 0.01);
    assertThat(reach.slack(0.05)).isCloseTo(all / 3, within(5e-3));
    for (double share = 1; share > 0.01; share *= 0.99) {
      double lower = reach.slack(0.99 * share);
      assertThat(lower).as("at %s", share).isBetween(0.6 * reach.slack(share), reach.slack(share));
    }
  }

  @Test
  void looksAsFarAsWasMeasuredWhereNoneWillDo() {
    Calibration nothing = finding((level, slack, rank) -> 0);

    assertThat(nothing.reach(0.95, 10, 1).slack(1)).isEqualTo(Calibration.SLACKS[SLACKS - 1]);
    assertThat(nothing.reach(0.95, 10, 1).slack(0.2)).isEqualTo(Calibration.SLACKS[SLACKS - 1]);
  }
}
