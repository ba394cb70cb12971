package dev.quiver.store.internal.quiet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Catches a level of {@code java.util.logging} that is lost, or set over the user's. */
class JulLevelsTest {
  @Test
  void loggerIsHeardAgainOnceItWasCollected() {
    JulLevels.switchOff("quiver.test.jul");
    System.gc();
    assertThat(Logger.getLogger("quiver.test.jul.below").isLoggable(Level.SEVERE)).isFalse();
    assertThat(Logger.getLogger("quiver.test").isLoggable(Level.SEVERE)).isTrue();
  }

  @Test
  void levelOfTheUsersIsOverruled() {
    Logger held = Logger.getLogger("quiver.test.held");
    held.setLevel(Level.INFO);
    JulLevels.switchOff("quiver.test.held");
    assertThat(held.isLoggable(Level.INFO)).isTrue();
  }
}
