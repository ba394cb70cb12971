package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import org.junit.jupiter.api.Test;

/** A slow look at a log that hides what a quick one has found. */
class CommittedEndTest {
  private static CommittedEnd end(long command, long examined) {
    return new CommittedEnd(new Position(1, command), examined);
  }

  private static void isLater(CommittedEnd later, CommittedEnd other) {
    assertThat(later.and(other)).isEqualTo(later);
    assertThat(other.and(later)).isEqualTo(later);
  }

  @Test
  void aSlowLookAfterAQuickOne() {
    isLater(end(7, 9), end(5, 6));
    isLater(end(5, 9), end(5, 6));
    isLater(end(1, 3), CommittedEnd.NONE);
  }

  @Test
  void aLogThatIsOpenedAgainAndIsNotLookedAt() {
    assertThat(end(5, 9).unexamined()).isEqualTo(end(5, 0));
  }
}
