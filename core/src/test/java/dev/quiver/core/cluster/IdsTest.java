package dev.quiver.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "-a", ".a", "a b", "a/b", "ä", "a\n"})
  void aNodeIdIsAFileNameOnEverySystem(String id) {
    assertThatThrownBy(() -> new NodeId(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("node must match");
  }

  @Test
  void aNodeIdHasAtMost63Characters() {
    assertThat(new NodeId("a".repeat(63)).value()).hasSize(63);
    assertThatThrownBy(() -> new NodeId("a".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void positionsAreOrderedByTermThenIndex() {
    assertThat(new Position(2, 1)).isGreaterThan(new Position(1, 9));
    assertThat(new Position(2, 3).isAtLeast(new Position(2, 3))).isTrue();
    assertThat(new Position(1, 9).max(new Position(2, 1))).isEqualTo(new Position(2, 1));
  }

  @Test
  void numbersOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new Epoch(0)).hasMessage("epoch must be at least 1, but was 0");
    assertThatThrownBy(() -> new ShardId(-1)).hasMessage("shard must be at least 0, but was -1");
    assertThatThrownBy(() -> new Position(0, -1))
        .hasMessage("position must not be negative, but was (0, -1)");
    assertThatThrownBy(() -> new Node(new NodeId("a"), "z", 0))
        .hasMessage("weight of a must be between 1 and 1000, but was 0");
    assertThatThrownBy(() -> new Node(new NodeId("a"), " ", 1))
        .hasMessage("zone of a must not be blank");
  }
}
