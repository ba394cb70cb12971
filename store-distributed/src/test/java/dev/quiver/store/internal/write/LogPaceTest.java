package dev.quiver.store.internal.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.shard.Deadline;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log is given no more than it gets through in time, and whoever waits for it gets a turn. */
@Timeout(30)
class LogPaceTest {
  private static final int SIZE = 1_000_000;
  private static final WriteTime TIME = WriteTime.of(Duration.ofSeconds(10));

  private final AtomicLong now = new AtomicLong(1);
  private final LogPace pace = new LogPace(now::get);

  private boolean enters(int bytes) throws InterruptedException {
    return pace.enter(bytes, TIME, Deadline.after(Duration.ZERO));
  }

  /** One command after the other; the log is empty before and after. */
  private void answersAfter(Duration each, int commands) throws InterruptedException {
    for (int i = 0; i < commands; i++) {
      assertThat(enters(SIZE)).isTrue();
      long handedOver = now.get();
      now.addAndGet(each.toNanos());
      pace.leave(SIZE, handedOver, true);
    }
  }

  private int roomFor(int bytes) throws InterruptedException {
    int count = 0;
    while (count < 100 && enters(bytes)) {
      count++;
    }
    return count;
  }

  @Test
  void aLogOfWhichNothingIsKnownGetsOneCommand() throws InterruptedException {
    assertThat(roomFor(SIZE)).isEqualTo(1);
  }

  @Test
  void aFastLogGetsManyAndASlowOneFew() throws InterruptedException {
    answersAfter(Duration.ofMillis(500), 1);
    assertThat(roomFor(SIZE)).as("of half a second each, in a quarter of ten").isEqualTo(5);
  }

  @Test
  void aLogThatIsSlowerThanItsTimeStillGetsOne() throws InterruptedException {
    answersAfter(Duration.ofSeconds(9), 1);
    assertThat(roomFor(SIZE)).isEqualTo(1);
  }

  @Test
  void smallCommandsCountForLess() throws InterruptedException {
    answersAfter(Duration.ofMillis(500), 1);
    assertThat(roomFor(100_000)).isGreaterThan(40);
  }

  @Test
  void itIsSlowAtOnceAndFastAgainAfterSomeAnswers() throws InterruptedException {
    answersAfter(Duration.ofMillis(10), 5);
    answersAfter(Duration.ofSeconds(3), 1);
    assertThat(enters(SIZE)).isTrue();
    assertThat(enters(SIZE)).as("a second one").isFalse();
    pace.giveBack(SIZE);
    answersAfter(Duration.ofMillis(10), 30);
    assertThat(roomFor(SIZE)).isGreaterThan(8);
  }

  @Test
  void aCommandThatWaitedForOthersTookNoLongerThanItself() throws InterruptedException {
    answersAfter(Duration.ofMillis(100), 1);
    long handedOver = now.get();
    for (int i = 0; i < 20; i++) {
      assertThat(enters(SIZE)).isTrue();
    }
    for (int i = 0; i < 20; i++) {
      now.addAndGet(Duration.ofMillis(100).toNanos());
      pace.leave(SIZE, handedOver, true);
    }
    assertThat(roomFor(SIZE)).isBetween(20, 25);
  }

  @Test
  void roomThatBecomesFreeGoesToWhoeverWaits() throws Exception {
    assertThat(enters(SIZE)).isTrue();
    var waiting =
        new FutureTask<>(() -> pace.enter(SIZE, TIME, Deadline.after(Duration.ofSeconds(20))));
    Thread.ofPlatform().start(waiting);

    pace.leave(SIZE, now.get(), true);

    assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
  }
}
