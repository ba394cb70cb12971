package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A cache that costs time for nothing, or one that is given up while it is of use. */
class WorthTest {
  private static final int MANY = 200 * Sample.ONE_IN;

  /** Between questions that have to be embedded first. */
  private static final long EMBEDDING_MILLIS = Sample.TURN_MILLIS / Worth.KEPT_A_TURN;

  private final AtomicLong clock = new AtomicLong(1_764_000_000_000L);
  private final Worth worth = new Worth(clock::get);
  private final Set<ResultKey> sent = new HashSet<>();
  private int looks;
  private int next;
  private long stepMillis = EMBEDDING_MILLIS;

  private void askAnew(int questions) {
    for (int i = 0; i < questions; i++) {
      ask(next++);
    }
  }

  /** Whether the answer was found. */
  private boolean ask(int question) {
    clock.addAndGet(stepMillis);
    ResultKey key = Given.key("question " + question);
    boolean found = false;
    if (worth.isLookedFor(key)) {
      looks++;
      found = sent.contains(key);
      worth.answered(found);
    }
    if (!found && worth.isKept(key)) {
      sent.add(key);
    }
    return found;
  }

  @Test
  void questionsThatAreNeverAskedAgain() {
    askAnew(Worth.LOOKS);
    assertThat(looks).as("looks, at first").isEqualTo(Worth.LOOKS);
    looks = 0;
    askAnew(MANY);
    assertThat(looks).as("looks, later").isCloseTo(MANY / Sample.ONE_IN, withinPercentage(50));
    assertThat(sent).as("sent, at first").hasSize(Worth.LOOKS + MANY);
    askAnew(2 * Worth.KEPT);
    sent.clear();
    askAnew(MANY);
    assertThat(sent.size()).as("later").isCloseTo(MANY / Sample.ONE_IN, withinPercentage(50));
  }

  @Test
  void aFloodOfQuestionsThatAreNeverAskedAgain() {
    stepMillis = 0;
    askAnew(Worth.LOOKS);
    looks = 0;
    sent.clear();
    askAnew(MANY);
    assertThat(looks).as("looks in a turn").isLessThanOrEqualTo(Worth.LOOKS_A_TURN);
    assertThat(sent).as("sent in a turn").hasSizeLessThanOrEqualTo(2 * Worth.KEPT_A_TURN);
  }

  /** Of which a turn has a thousand. */
  @Test
  void aFloodOfQuestionsThatBeginToBeAskedAgain() {
    stepMillis = 0;
    int rounds = 0;
    askAnew(3 * Worth.KEPT);
    int first = next;
    int last = first + 20 * Sample.ONE_IN;
    int found = 0;
    while (found < last - first && rounds < 20) {
      clock.addAndGet(Sample.TURN_MILLIS);
      rounds++;
      found = 0;
      for (int question = first; question < last; question++) {
        found += ask(question) ? 1 : 0;
      }
    }
    assertThat(found).as("found after %s turns", rounds).isEqualTo(last - first);
  }

  @Test
  void aCacheThatWasFilledBeforeItIsUsed() {
    int filled = Worth.KEPT / 2;
    askAnew(filled);
    int found = 0;
    for (int question = 0; question < filled; question++) {
      found += ask(question) ? 1 : 0;
    }
    assertThat(found).isGreaterThan(filled * 95 / 100);
  }

  @Test
  void questionsThatBeginToBeAskedAgain() {
    askAnew(3 * Worth.KEPT);
    int first = next;
    int last = first + 20 * Sample.ONE_IN;
    for (int round = 0; round < 3; round++) {
      for (int question = first; question < last; question++) {
        ask(question);
      }
    }
    for (int question = first; question < last; question++) {
      assertThat(ask(question)).as("question %s", question).isTrue();
    }
  }

  /** One of them is not in the sample of most turns, and in that of one. */
  @Test
  void aQuestionThatIsAskedAllTheTime() {
    askAnew(3 * Worth.KEPT);
    int hot = next++;
    boolean found = false;
    for (int turn = 0; turn < Sample.GROUPS && !found; turn++) {
      clock.addAndGet(Sample.TURN_MILLIS);
      ask(hot);
      found = ask(hot);
    }
    assertThat(found).isTrue();
    assertThat(ask(hot)).as("and from then on").isTrue();
  }

  @Test
  void anotherProcessThatHasAnotherSample() {
    var other = new Worth(clock::get);
    askAnew(3 * Worth.KEPT);
    for (int i = 0; i < 3 * Worth.KEPT; i++) {
      other.answered(false);
    }
    for (int i = 0; i < MANY; i++) {
      clock.addAndGet(EMBEDDING_MILLIS);
      ResultKey key = Given.key("shared " + i);
      assertThat(other.isKept(key)).isEqualTo(worth.isKept(key));
      assertThat(other.isLookedFor(key)).isEqualTo(worth.isLookedFor(key));
    }
  }
}
