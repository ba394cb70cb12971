package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Widths worked out of a table that is known. */
class CalibrationTest {
  /** A width w finds the first w / 2 of those nearest, and none behind them. */
  private static Calibration findingHalfOfTheirWidth() {
    var found = new float[Calibration.SHARES.length][Calibration.WIDTHS.length][Calibration.RANKS];
    for (int level = 0; level < found.length; level++) {
      for (int i = 0; i < Calibration.WIDTHS.length; i++) {
        for (int rank = 0; rank < Calibration.RANKS; rank++) {
          found[level][i][rank] = rank < Calibration.WIDTHS[i] / 2 * (level + 1) ? 1 : 0;
        }
      }
    }
    return new Calibration(10_000, found);
  }

  private final Calibration calibration = findingHalfOfTheirWidth();

  private int width(double recall, int limit, double part) {
    return calibration.widths(recall, limit, part).widest();
  }

  @Test
  void isWideEnoughForWhatIsWanted() {
    assertThat(width(0.95, 4, 1)).isEqualTo(8);
    assertThat(width(0.95, 10, 1)).isBetween(17, 24);
    assertThat(width(0.95, 50, 1)).isBetween(90, 128);
  }

  @Test
  void isWiderForAHigherRecall() {
    assertThat(width(0.5, 48, 1)).isLessThan(width(0.9, 48, 1));
    assertThat(width(0.9, 48, 1)).isLessThan(width(0.99, 48, 1));
  }

  @Test
  void growsInProportionBehindTheRanksMeasured() {
    int measured = width(0.95, 50, 1);

    assertThat(width(0.95, 500, 1)).isBetween(9 * measured, 11 * measured);
  }

  @Test
  void isNarrowerForAPartButNotInProportion() {
    int whole = width(0.95, 40, 1);
    int eighth = width(0.95, 40, 0.125);

    assertThat(eighth).isBetween(whole / 8 + 1, whole / 2);
  }

  @Test
  void goesFromOneShareToTheNextWithoutAJump() {
    int all = width(0.95, 40, 1);
    int quarter = calibration.widths(0.95, 40, 1).at(0.25);
    int tenth = calibration.widths(0.95, 40, 1).at(0.08);

    assertThat(quarter).isBetween(tenth + 1, all - 1);
    assertThat(calibration.widths(0.95, 40, 1).at(0.001)).isEqualTo(tenth);
  }

  @Test
  void takesTheWidestWhereNoneWillDo() {
    var nothing =
        new Calibration(
            10_000,
            new float[Calibration.SHARES.length][Calibration.WIDTHS.length][Calibration.RANKS]);

    assertThat(nothing.widths(0.95, 10, 1).widest()).isEqualTo(512);
  }
}
