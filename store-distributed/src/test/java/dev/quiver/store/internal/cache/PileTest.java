package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.Answer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An old answer that is sent before a new one, a new one that is dropped, room that is lost. */
class PileTest {
  private static final Answer ANSWER = Given.answer("a");
  private static final int MOST = 3;
  private static final long BYTES = Given.key("q1").bytes() + ANSWER.bytes();

  private final Pile pile = new Pile(MOST * BYTES);

  private int add(int question) {
    return pile.add(Given.key("q" + question), ANSWER);
  }

  private @Nullable ResultKey take() throws InterruptedException {
    Map.Entry<ResultKey, Answer> entry = pile.take(Duration.ZERO);
    return entry == null ? null : entry.getKey();
  }

  @Test
  void theNewestIsTakenFirst() throws InterruptedException {
    assertThat(add(1) + add(2)).isZero();
    assertThat(take()).isEqualTo(Given.key("q2"));
    assertThat(add(3)).isZero();
    assertThat(take()).isEqualTo(Given.key("q3"));
    assertThat(pile.isEmpty()).isFalse();
    assertThat(take()).isEqualTo(Given.key("q1"));
    assertThat(pile.isEmpty()).isTrue();
    assertThat(take()).isNull();
  }

  @Test
  void ofTwoAnswersToOneQuestionTheNewerIsLeft() throws InterruptedException {
    Answer newer = Given.answer("b");
    add(1);
    add(2);
    assertThat(pile.add(Given.key("q1"), newer)).isZero();
    assertThat(pile.take(Duration.ZERO)).isEqualTo(Map.entry(Given.key("q1"), newer));
    assertThat(take()).isEqualTo(Given.key("q2"));
    assertThat(take()).isNull();
  }

  @Test
  void theOldestMakesRoom() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      for (int question = 0; question < MOST; question++) {
        assertThat(add(question)).isZero();
      }
      assertThat(add(MOST)).isEqualTo(1);
      for (int question = MOST; question > 0; question--) {
        assertThat(take()).isEqualTo(Given.key("q" + question));
      }
      assertThat(pile.isEmpty()).as("the oldest is gone").isTrue();
    }
  }

  @Test
  void whatIsLargerThanAllRoomIsNotTaken() throws InterruptedException {
    var small = new Pile(BYTES - 1);
    assertThat(small.add(Given.key("q1"), ANSWER)).isEqualTo(1);
    assertThat(small.take(Duration.ZERO)).isNull();
  }

  @Test
  void whoWaitsIsTold() throws InterruptedException {
    Thread late = Thread.ofPlatform().start(() -> add(1));
    assertThat(pile.take(Duration.ofSeconds(20))).isNotNull();
    late.join();
  }
}
