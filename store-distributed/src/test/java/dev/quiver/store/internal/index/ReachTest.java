package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReachTest {
  private static final double STEP = Math.sqrt(0.5);
  private static final double LEAST = Math.pow(STEP, 7);

  private final Reach reach = Reach.of(20, share -> share, share -> 100 / share);

  @Test
  void isThatOfTheShareOrOfOneALittleAbove() {
    for (double share = 1; share > LEAST; share -= 0.001) {
      assertThat(reach.slack(share)).as("at %s", share).isBetween(share, share / STEP + 1e-9);
      assertThat(reach.met(share))
          .as("at %s", share)
          .isBetween(100 * STEP / share - 1e-9, 100 / share);
    }
  }

  @Test
  void isFarthestWhereAllMayBeFound() {
    assertThat(reach.slack(1)).isEqualTo(1).isEqualTo(reach.slack(1.1));
    assertThat(reach.met(1)).isEqualTo(100).isEqualTo(reach.met(1.1));
  }

  @Test
  void staysAsFarBelowTheLeastShare() {
    assertThat(reach.slack(0)).isEqualTo(reach.slack(0.01)).isCloseTo(LEAST, within(1e-9));
  }

  @Test
  void meetsMoreAndMoreBelowTheLeastShare() {
    assertThat(reach.met(0.01)).isCloseTo(100 / 0.01, within(1e-6));
    assertThat(reach.met(0.0001)).isCloseTo(100 / 0.0001, within(1e-4));
    assertThat(reach.met(0)).isInfinite();
  }

  @Test
  void hasNoMorePlacesThanThereIsToFind() {
    assertThat(reach.among(20)).isSameAs(reach);
    assertThat(reach.among(0).places()).isEqualTo(1);
    Reach few = reach.among(5);
    assertThat(few.places()).isEqualTo(5);
    assertThat(few.slack(0.5)).isEqualTo(reach.slack(0.5));
    assertThat(few.met(0.5)).isEqualTo(reach.met(0.5));
  }
}
