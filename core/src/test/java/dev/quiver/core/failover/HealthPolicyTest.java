package dev.quiver.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.Seeds;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A node given up too early, brought back too early, never brought back, or flapping. */
class HealthPolicyTest {
  private static final HealthPolicy POLICY = HealthPolicy.DEFAULTS;
  private static final long SECOND = 1_000_000_000L;
  private static final List<Signal> SIGNALS = List.of(Signal.values());

  private NodeHealth node = NodeHealth.up(0);

  @Test
  void missesInARowLeadDown() {
    expect(Signal.MISSED, 1, Health.UP);
    expect(Signal.MISSED, 2, Health.SUSPECT);
    expect(Signal.MISSED, 3, Health.SUSPECT);
    expect(Signal.MISSED, 4, Health.DOWN);
    expect(Signal.MISSED, 5, Health.DOWN);
  }

  @Test
  void anAnswerInBetweenStartsTheCountAnew() {
    expect(Signal.MISSED, 1, Health.UP);
    expect(Signal.ANSWERED, 2, Health.UP);
    expect(Signal.MISSED, 3, Health.UP);
    expect(Signal.MISSED, 4, Health.SUSPECT);
    expect(Signal.MISSED, 5, Health.SUSPECT);
    expect(Signal.ANSWERED, 6, Health.SUSPECT);
    expect(Signal.MISSED, 7, Health.SUSPECT);
  }

  @Test
  void goneIsDownAtOnceFromAnywhere() {
    expect(Signal.GONE, 1, Health.DOWN);
    assertThat(POLICY.next(suspect(), Signal.GONE, 3 * SECOND).health()).isEqualTo(Health.DOWN);
  }

  @Test
  void comesBackThroughSuspectOnly() {
    expect(Signal.GONE, 0, Health.DOWN);
    expect(Signal.ANSWERED, 1, Health.DOWN);
    expect(Signal.ANSWERED, 2, Health.DOWN);
    expect(Signal.ANSWERED, 3, Health.SUSPECT);
    expect(Signal.ANSWERED, 4, Health.SUSPECT);
    expect(Signal.ANSWERED, 5, Health.SUSPECT);
    expect(Signal.ANSWERED, 6, Health.UP);
  }

  @Test
  void aBurstOfAnswersIsNoProofBeforeTheProbationIsOver() {
    node = suspect();
    for (int i = 0; i < 1000; i++) {
      node = POLICY.next(node, Signal.ANSWERED, 3 * SECOND - 1);
    }
    assertThat(node.health()).isEqualTo(Health.SUSPECT);
    assertThat(POLICY.next(node, Signal.ANSWERED, 3 * SECOND).health()).isEqualTo(Health.UP);
  }

  @Test
  void probationDoublesWithEachRelapseAndIsForgottenAfterACalmTime() {
    for (int relapse = 1; relapse <= 10; relapse++) {
      node = POLICY.next(node, Signal.GONE, 0);
      long expected = Math.min(60, 1L << (relapse - 1));
      assertThat(POLICY.probationOf(node)).isEqualTo(Duration.ofSeconds(expected));
      node = backUp(node);
    }
    NodeHealth calm = POLICY.next(node, Signal.ANSWERED, node.cleanSinceNanos() + 60 * SECOND);
    NodeHealth again = POLICY.next(calm, Signal.GONE, calm.cleanSinceNanos() + 61 * SECOND);
    assertThat(POLICY.probationOf(again)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void noStreamOfSignalsMakesItFlap() {
    Seeds.each(
        Seeds.count(60),
        random -> {
          NodeHealth state = NodeHealth.up(0);
          double missing = random.nextDouble();
          long minute = 60 * SECOND;
          long end = 60 * minute;
          int timesUp = 0;
          for (long now = 0; now < end; now += random.nextLong(1, SECOND / 2)) {
            // Bad and good spells as an adversary would time them: down at once, back when it may.
            boolean misses = state.health() == Health.UP || random.nextDouble() < missing / 50;
            NodeHealth next = POLICY.next(state, misses ? Signal.MISSED : Signal.ANSWERED, now);
            timesUp += next.health() == Health.UP && state.health() != Health.UP ? 1 : 0;
            if (next.health() == Health.UP && state.health() == Health.DOWN) {
              throw new AssertionError("from down to up without probation, at " + now);
            }
            state = next;
          }
          // Six doublings reach the longest probation; from then on once a probation at most.
          assertThat(timesUp).isLessThanOrEqualTo(7 + (int) (end / minute));
        });
  }

  @Test
  void everyHealthCanBeReachedFromEveryOther() {
    Seeds.each(
        50,
        random -> {
          NodeHealth state = NodeHealth.up(0);
          long now = 0;
          for (int i = 0; i < random.nextInt(100); i++) {
            now += random.nextLong(SECOND);
            state = POLICY.next(state, SIGNALS.get(random.nextInt(SIGNALS.size())), now);
          }
          Set<Health> seen = EnumSet.of(state.health());
          for (int i = 0; i < 200; i++) {
            now += SECOND;
            state = POLICY.next(state, i < 4 ? Signal.MISSED : Signal.ANSWERED, now);
            seen.add(state.health());
          }
          assertThat(state.health()).isEqualTo(Health.UP);
          assertThat(seen).contains(Health.DOWN, Health.SUSPECT, Health.UP);
        });
  }

  @Test
  void refusesRulesThatCannotWork() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new HealthPolicy(0, 4, 3, second, second))
        .hasMessage("suspectAfter must be at least 1, but was 0");
    assertThatThrownBy(() -> new HealthPolicy(2, 2, 3, second, second))
        .hasMessage("downAfter must be above suspectAfter (2), but was 2");
    assertThatThrownBy(() -> new HealthPolicy(2, 4, 0, second, second))
        .hasMessage("recoverAfter must be at least 1, but was 0");
    assertThatThrownBy(() -> new HealthPolicy(2, 4, 3, second, Duration.ZERO))
        .hasMessage("maxProbation must be at least probation (PT1S), but was PT0S");
  }

  private void expect(Signal signal, int atSecond, Health health) {
    node = POLICY.next(node, signal, atSecond * SECOND);
    assertThat(node.health()).as("after %s at second %d", signal, atSecond).isEqualTo(health);
  }

  private static NodeHealth suspect() {
    NodeHealth missedOnce = POLICY.next(NodeHealth.up(0), Signal.MISSED, SECOND);
    return POLICY.next(missedOnce, Signal.MISSED, 2 * SECOND);
  }

  private static NodeHealth backUp(NodeHealth down) {
    NodeHealth state = down;
    for (long now = 0; state.health() != Health.UP; now += SECOND) {
      state = POLICY.next(state, Signal.ANSWERED, down.cleanSinceNanos() + now);
    }
    return state;
  }
}
