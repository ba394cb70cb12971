package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.internal.cluster.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many who want the same thing at once. */
@Timeout(60)
class SingleFlightTest {
  private static final int CALLERS = 1_000;

  private final SingleFlight<String, Integer> flights = new SingleFlight<>();
  private final AtomicInteger fetched = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Fails for reasons of its own where it is told to. */
  private record Caller(Supplier<Integer> source, int least, boolean own, Duration patience)
      implements SingleFlight.Caller<Integer> {
    @Override
    public Integer fetch() {
      return source.get();
    }

    @Override
    public boolean accepts(Integer value) {
      return value >= least;
    }

    @Override
    public boolean isOwn(Throwable failure) {
      return own;
    }

    @Override
    public long patienceNanos() {
      return patience.toNanos();
    }
  }

  private Caller waiting() {
    return new Caller(this::slow, 0, false, Duration.ofMinutes(1));
  }

  private int slow() {
    int number = fetched.incrementAndGet();
    try {
      if (!gate.await(40, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the gate did not open");
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("cancelled", interrupted);
    }
    return number;
  }

  private record Running(Thread thread, FutureTask<Integer> task) {}

  private Running start(Caller caller) {
    var task = new FutureTask<>(() -> flights.get("key", caller));
    return new Running(Thread.ofVirtual().start(task), task);
  }

  private List<Running> startMany() {
    var running = new ArrayList<Running>();
    for (int i = 0; i < CALLERS; i++) {
      running.add(start(waiting()));
    }
    Await.noProblem(
        Duration.ofSeconds(30),
        () -> running.stream().allMatch(SingleFlightTest::waits) ? "" : "not all wait");
    return running;
  }

  private static boolean waits(Running running) {
    return running.thread().getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void aSecondSearchForAThousandCallers() throws Exception {
    List<Running> running = startMany();
    gate.countDown();
    for (Running next : running) {
      assertThat(next.task().get()).isEqualTo(1);
    }
    assertThat(fetched).hasValue(1);
    assertThat(flights.get("key", waiting())).as("later").isEqualTo(2);
  }

  @Test
  void aCancelledSearchThatFailsTheOthers() throws Exception {
    Running first = start(new Caller(this::slow, 0, true, Duration.ofMinutes(1)));
    Await.noProblem(Duration.ofSeconds(20), () -> fetched.get() == 1 ? "" : "not begun");
    List<Running> others = startMany();
    first.thread().interrupt();
    assertThatThrownBy(() -> first.task().get()).hasRootCauseInstanceOf(InterruptedException.class);
    Await.noProblem(Duration.ofSeconds(20), () -> fetched.get() == 2 ? "" : "nobody took over");
    gate.countDown();
    for (Running next : others) {
      assertThat(next.task().get()).isEqualTo(2);
    }
    assertThat(fetched).hasValue(2);
  }

  @Test
  void aFailureOfTheStoreThatEverybodyTriesForHimself() throws Exception {
    var failing =
        new Caller(
            () -> {
              slow();
              throw new UnsupportedOperationException("down");
            },
            0,
            false,
            Duration.ofMinutes(1));
    Running first = start(failing);
    Await.noProblem(Duration.ofSeconds(20), () -> fetched.get() == 1 ? "" : "not begun");
    List<Running> others = startMany();
    gate.countDown();
    others.add(first);
    for (Running next : others) {
      assertThatThrownBy(() -> next.task().get())
          .hasCauseInstanceOf(UnsupportedOperationException.class);
    }
    assertThat(fetched).hasValue(1);
  }

  @Test
  void aCallerWhoWaitsLongerThanItWants() throws Exception {
    Running first = start(waiting());
    Await.noProblem(Duration.ofSeconds(20), () -> fetched.get() == 1 ? "" : "not begun");
    assertThatThrownBy(
            () -> flights.get("key", new Caller(() -> 0, 0, false, Duration.ofMillis(20))))
        .isInstanceOf(TimeoutException.class);
    gate.countDown();
    assertThat(first.task().get()).isEqualTo(1);
  }

  @Test
  void anAnswerTooOldForOneOfThem() throws Exception {
    Running first = start(waiting());
    Await.noProblem(Duration.ofSeconds(20), () -> fetched.get() == 1 ? "" : "not begun");
    Running choosy = start(new Caller(() -> 7, 5, false, Duration.ofMinutes(1)));
    Await.noProblem(Duration.ofSeconds(20), () -> waits(choosy) ? "" : "not waiting");
    gate.countDown();
    assertThat(first.task().get()).isEqualTo(1);
    assertThat(choosy.task().get()).isEqualTo(7);
  }
}
