package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.store.embedding.TestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Catches suites that would hide a late record by waiting for it. */
@Timeout(180)
final class SinglePollTest {
  private final SinglePoll polls = new SinglePoll();
  private int looks;

  @Test
  void secondLookOfOneWaitFails() {
    assertThatThrownBy(() -> TestUtils.awaitUntilAsserted(() -> assertThat(look()).isEqualTo(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("first look");
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void everyWaitHasItsOwnLook() {
    TestUtils.awaitUntilAsserted(() -> assertThat(look()).isEqualTo(1));
    TestUtils.awaitUntilAsserted(() -> assertThat(look()).isEqualTo(2));
    assertThat(look()).isEqualTo(3);
    assertThat(look()).isEqualTo(4);
  }

  private int look() {
    polls.look();
    looks++;
    return looks;
  }
}
