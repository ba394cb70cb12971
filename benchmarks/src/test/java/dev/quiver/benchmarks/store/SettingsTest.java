package dev.quiver.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void everyPartRunsThoughSomeWereNamed() {
    assertThat(Settings.parse("generated", "--parts", "words,filters").parts())
        .containsExactly("words", "filters");
    assertThat(Settings.parse("generated").parts()).isEqualTo(Compare.PARTS);
  }

  @Test
  void aPartThatDoesNotExistIsPassedOver() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.parse("generated", "--parts", "search,speed"))
        .withMessageContaining("but there was speed");
  }

  @Test
  void aValueThatIsMissingIsGuessed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.parse("generated", "--out"))
        .withMessageContaining("--out must have a value");
  }
}
