package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Look-ups that are in vain are made seldom, and all of them again once they are not. */
class WorthTest {
  private final Worth worth = new Worth();

  private long made(int wanted, boolean found) {
    return IntStream.range(0, wanted)
        .filter(
            i -> {
              boolean made = worth.isNext();
              if (made) {
                worth.answered(found);
              }
              return made;
            })
        .count();
  }

  @Test
  void lookUpsInVain() {
    assertThat(made(100, false)).as("at first").isEqualTo(100);
    made(1_000, false);
    assertThat(made(3_200, false)).as("later").isEqualTo(3_200 / Worth.SELDOM);
    made(10 * Worth.SELDOM, true);
    assertThat(made(1_000, true)).as("once they are answered again").isEqualTo(1_000);
  }
}
