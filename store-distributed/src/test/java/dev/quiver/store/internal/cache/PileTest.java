package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An old answer that is sent before a new one, a new one that is dropped, room that is lost. */
class PileTest {
  private static final Answer ANSWER = Given.answer("a");
  private static final int MOST = 3;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long BYTES = Given.key("q1").bytes() + ANSWER.bytes();

  /** Takes one at a time. */
  private final Pile pile = new Pile(MOST * BYTES, 1, SOON);

  private int add(int question) {
    return pile.add(Given.key("q" + question), ANSWER);
  }

  private @Nullable ResultKey take() throws InterruptedException {
    List<ResultKey> keys = keys(pile);
    assertThat(keys).hasSizeLessThan(2);
    return keys.isEmpty() ? null : keys.getFirst();
  }

  private static List<ResultKey> keys(Pile from) throws InterruptedException {
    return from.take(Duration.ZERO).stream().map(Map.Entry::getKey).toList();
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
    assertThat(pile.take(Duration.ZERO)).containsExactly(Map.entry(Given.key("q1"), newer));
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
    var small = new Pile(BYTES - 1, 1, SOON);
    assertThat(small.add(Given.key("q1"), ANSWER)).isEqualTo(1);
    assertThat(small.take(Duration.ZERO)).isEmpty();
  }

  @Test
  void whoWaitsIsTold() throws InterruptedException {
    Thread late = Thread.ofPlatform().start(() -> add(1));
    assertThat(pile.take(SOON)).hasSize(1);
    late.join();
  }

  @Test
  void aLoadThatIsTooLargeOrInAnotherOrder() throws InterruptedException {
    var loads = new Pile(10 * BYTES, 2 * BYTES, Duration.ZERO);
    for (int question = 1; question <= 3; question++) {
      loads.add(Given.key("q" + question), ANSWER);
    }
    assertThat(keys(loads)).containsExactly(Given.key("q3"), Given.key("q2"));
    assertThat(keys(loads)).containsExactly(Given.key("q1"));
    assertThat(keys(loads)).isEmpty();
  }

  /** A full load does not linger. */
  @Test
  @Timeout(10)
  void theFirstOfALoadThatGoesAlone() throws InterruptedException {
    var loads = new Pile(10 * BYTES, 2 * BYTES, SOON);
    loads.add(Given.key("q1"), ANSWER);
    Thread late = Thread.ofPlatform().start(() -> loads.add(Given.key("q2"), ANSWER));
    assertThat(keys(loads)).containsExactly(Given.key("q2"), Given.key("q1"));
    late.join();
  }
}
