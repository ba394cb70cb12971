package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WidthsTest {
  private final Widths widths = Widths.of(share -> 64 * share);

  @Test
  void areThoseOfTheShareOrOfOneALittleAbove() {
    for (double share = 1; share > 0.1; share -= 0.01) {
      assertThat((double) widths.at(share))
          .as("at %s", share)
          .isBetween(64 * share, 64 * share * 1.42 + 1);
    }
  }

  @Test
  void stayAsTheyAreBelowTheLeastShare() {
    assertThat(widths.at(0)).isEqualTo(widths.at(0.01)).isPositive();
  }

  @Test
  void areWidestWhereAllMayBeFound() {
    assertThat(widths.widest()).isEqualTo(64).isEqualTo(widths.at(1)).isEqualTo(widths.at(1.1));
  }

  @Test
  void keepWithinBounds() {
    Widths within = widths.between(20, 40);

    assertThat(within.widest()).isEqualTo(40);
    assertThat(within.at(0.5)).isEqualTo(32);
    assertThat(within.at(0.1)).isEqualTo(20);
  }

  @Test
  void areAtMostWhatThereIs() {
    assertThat(widths.between(20, 5).at(0.5)).isEqualTo(5);
  }
}
