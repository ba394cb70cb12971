package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.Position;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One append under way: what was tried, what is known of it, and until when. */
final class PendingAppend {
  private final long number;
  private final Submission submission;
  private final long createdNanos = System.nanoTime();
  private final CompletableFuture<Position> result = new CompletableFuture<>();
  private volatile @Nullable Future<?> deadline;
  private volatile @Nullable Throwable lastRefusal;
  private volatile boolean sentAway;

  PendingAppend(long number, byte[] command) {
    this.number = number;
    this.submission = new Submission(command);
  }

  /** Its place in the order it was handed over in; also what the leader knows it by. */
  long number() {
    return number;
  }

  Submission submission() {
    return submission;
  }

  CompletableFuture<Position> result() {
    return result;
  }

  void expiresBy(Future<?> newDeadline) {
    deadline = newDeadline;
    if (result.isDone()) {
      newDeadline.cancel(false);
    }
  }

  /** It left this JVM; whether it arrives is not for us to decide any more. */
  void sentAway() {
    sentAway = true;
  }

  void refused(Throwable why) {
    lastRefusal = why;
  }

  /**
   * Whether the leader would know the command again, had it been appended: leaders remember what
   * they have gone through, not what a snapshot told them, and not for long.
   */
  boolean isSafeFor(RatisReplica leader) {
    return !submission.isAccepted()
        || (leader.openedAt().index() <= submission.acceptedAfter().index()
            && System.nanoTime() - createdNanos
                < RatisSettings.COMMANDS_REMEMBERED.toNanos() * 3 / 4);
  }

  void stored(Position at) {
    result.complete(at);
    cancelDeadline();
  }

  /** No further attempt will be made. */
  void giveUp(String why) {
    boolean certain = submission.withdraw() && !sentAway;
    result.completeExceptionally(
        certain
            ? new LogRejectedException(why + "; nothing was appended", lastRefusal)
            : new LogOutcomeUnknownException(why + "; it may have been appended", lastRefusal));
    cancelDeadline();
  }

  private void cancelDeadline() {
    Future<?> timer = deadline;
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
