package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work goes on after nobody waits for it, or a result gets lost. */
@Timeout(30)
class AsyncCallTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CompletableFuture<String> interrupted = new CompletableFuture<>();

  /** Waits until it is interrupted. */
  private String endless() {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
      return "never";
    } catch (InterruptedException stopped) {
      interrupted.complete("interrupted");
      throw new CancellationException(stopped.getMessage());
    }
  }

  @Test
  void cancellingEndsTheWork() throws Exception {
    CompletableFuture<String> future = AsyncCall.start(this::endless);
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(future.cancel(true)).isTrue();

    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void aTimeoutOfTheCallersOwnEndsTheWorkToo() throws Exception {
    CompletableFuture<String> future =
        AsyncCall.start(this::endless).completeOnTimeout("late", 1, TimeUnit.MILLISECONDS);

    assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo("late");
    assertThat(begun.await(0, TimeUnit.SECONDS) ? interrupted.get(20, TimeUnit.SECONDS) : "unbegun")
        .isIn("interrupted", "unbegun");
  }

  @Test
  void resultsAndFailuresArrive() throws Exception {
    assertThat(AsyncCall.start(() -> "result").get(20, TimeUnit.SECONDS)).isEqualTo("result");
    CompletableFuture<String> failing =
        AsyncCall.start(
            () -> {
              throw new IllegalStateException("broken");
            });
    assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("broken");
  }
}
