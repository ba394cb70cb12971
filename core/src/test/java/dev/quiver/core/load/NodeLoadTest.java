package dev.quiver.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.quiver.core.cluster.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A decay that depends on how often one samples, and old news that overwrites new. */
class NodeLoadTest {
  private static final Duration HALF_LIFE = Duration.ofSeconds(5);
  private static final long SECOND = 1_000_000_000L;

  @Test
  void halfOfTheOldIsGoneAfterAHalfLife() {
    NodeLoad load = NodeLoad.first(cpu(1), 0).next(cpu(0), 5 * SECOND, HALF_LIFE);
    assertThat(load.shares().cpu()).isCloseTo(0.5, within(1e-12));
    assertThat(load.next(cpu(0), 10 * SECOND, HALF_LIFE).shares().cpu())
        .isCloseTo(0.25, within(1e-12));
  }

  @Test
  void samplingMoreOftenDoesNotForgetFaster() {
    Seeds.each(
        100,
        random -> {
          NodeLoad load = NodeLoad.first(cpu(1), 0);
          long at = 0;
          while (at < 20 * SECOND) {
            at = Math.min(20 * SECOND, at + random.nextLong(1, 3 * SECOND));
            load = load.next(cpu(0), at, HALF_LIFE);
          }
          assertThat(load.shares().cpu()).isCloseTo(1.0 / 16, within(1e-9));
        });
  }

  @Test
  void everyPartStaysBetweenItsSamples() {
    Seeds.each(
        100,
        random -> {
          NodeLoad load = NodeLoad.first(cpu(random.nextDouble()), 0);
          for (int i = 1; i < 100; i++) {
            double sampled = random.nextDouble();
            double before = load.shares().cpu();
            load = load.next(cpu(sampled), i * SECOND, HALF_LIFE);
            assertThat(load.shares().cpu())
                .isBetween(Math.min(before, sampled), Math.max(before, sampled));
          }
        });
  }

  @Test
  void anOlderSampleChangesNothing() {
    NodeLoad load = NodeLoad.first(cpu(0.5), 10 * SECOND);
    assertThat(load.next(cpu(1), 10 * SECOND, HALF_LIFE)).isSameAs(load);
    assertThat(load.next(cpu(1), 9 * SECOND, HALF_LIFE)).isSameAs(load);
  }

  @Test
  void timeMayWrapAround() {
    NodeLoad load = NodeLoad.first(cpu(1), Long.MAX_VALUE);
    NodeLoad later = load.next(cpu(0), Long.MAX_VALUE + 5 * SECOND, HALF_LIFE);
    assertThat(later.shares().cpu()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void anIntervalWithoutAnswersKeepsTheLatency() {
    NodeLoad load = NodeLoad.first(paced(4, Duration.ofMillis(8)), 0);
    NodeLoad quiet = load.next(paced(0, Duration.ZERO), 5 * SECOND, HALF_LIFE);
    assertThat(quiet.pace()).isEqualTo(new Pace(2, Duration.ofMillis(8)));
    NodeLoad busy = quiet.next(paced(0, Duration.ofMillis(4)), 10 * SECOND, HALF_LIFE);
    assertThat(busy.pace()).isEqualTo(new Pace(1, Duration.ofMillis(6)));
  }

  @Test
  void moreThanThereIsCountsAsAllOfIt() {
    assertThat(new Usage(3, 2).share()).isEqualTo(1);
    assertThat(new Usage(1, 2).share()).isEqualTo(0.5);
  }

  @Test
  void refusesNumbersThatMeasureNothing() {
    assertThatThrownBy(() -> new Usage(Double.NaN, 1))
        .hasMessage("amount must be a finite number of at least 0, but was NaN");
    assertThatThrownBy(() -> new Usage(1, 0))
        .hasMessage("limit must be a finite number above 0, but was 0.0");
    assertThatThrownBy(() -> new Shares(0, 0, 1.1, 0))
        .hasMessage("queue must be between 0 and 1, but was 1.1");
    assertThatThrownBy(() -> new Pace(-1, Duration.ZERO))
        .hasMessage("inFlight must be a finite number of at least 0, but was -1.0");
    assertThatThrownBy(() -> new Pace(0, Duration.ofNanos(-1)))
        .hasMessage("latency must not be negative, but was PT-0.000000001S");
    assertThatThrownBy(() -> NodeLoad.first(cpu(0), 0).next(cpu(0), 1, Duration.ZERO))
        .hasMessage("halfLife must be positive, but was PT0S");
  }

  private static LoadSample cpu(double share) {
    return sample(share, Pace.IDLE);
  }

  private static LoadSample paced(double inFlight, Duration latency) {
    return sample(0, new Pace(inFlight, latency));
  }

  private static LoadSample sample(double cpu, Pace pace) {
    var idle = new Usage(0, 1);
    return new LoadSample(new Usage(cpu, 1), idle, idle, idle, pace);
  }
}
