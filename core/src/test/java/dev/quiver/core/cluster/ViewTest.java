package dev.quiver.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final NodeId A = new NodeId("a");
  private final View view = View.of(List.of(Node.named("b"), Node.named("a")));

  @Test
  void membersComeInTheOrderOfTheirIds() {
    assertThat(view.nodes()).extracting(node -> node.id().value()).containsExactly("a", "b");
  }

  @Test
  void everyChangeIsANewEpochAndLeavesTheOldViewAlone() {
    View down = view.withHealth(A, Health.DOWN);

    assertThat(down.epoch()).isEqualTo(new Epoch(2));
    assertThat(down.healthOf(A)).isEqualTo(Health.DOWN);
    assertThat(view.healthOf(A)).isEqualTo(Health.UP);
    assertThat(down.without(A).with(Node.named("a")).epoch()).isEqualTo(new Epoch(4));
  }

  @Test
  void aNodeThatLeftAndCameBackIsUpAgain() {
    View back = view.withHealth(A, Health.DOWN).without(A).with(Node.named("a"));

    assertThat(back.healthOf(A)).isEqualTo(Health.UP);
  }

  @Test
  void aStrangerIsDownAndCannotBeChanged() {
    var stranger = new NodeId("c");

    assertThat(view.healthOf(stranger)).isEqualTo(Health.DOWN);
    assertThat(view.find(stranger)).isNull();
    assertThatThrownBy(() -> view.withHealth(stranger, Health.UP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("node must be a member, but was c");
    assertThatThrownBy(() -> view.without(stranger)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void healthIsPartOfEquality() {
    assertThat(view.withHealth(A, Health.UP)).isEqualTo(View.at(new Epoch(2), view.nodes()));
    assertThat(view.withHealth(A, Health.SUSPECT))
        .isNotEqualTo(View.at(new Epoch(2), view.nodes()));
  }

  @Test
  void theSameNodeTwiceIsRefused() {
    assertThatThrownBy(() -> View.of(List.of(Node.named("a"), Node.named("a"))))
        .hasMessage("nodes must be distinct, but a is twice");
  }
}
