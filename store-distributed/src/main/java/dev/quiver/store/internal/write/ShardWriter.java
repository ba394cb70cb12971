package dev.quiver.store.internal.write;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.log.LogOutcomeUnknownException;
import dev.quiver.store.internal.log.LogRejectedException;
import dev.quiver.store.internal.log.ShardLog;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.shard.Deadline;
import dev.quiver.store.internal.shard.ShardPlan;
import dev.quiver.store.internal.shard.ShardProgress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a collection: every call becomes commands, every command goes to its shard's log, and
 * the call returns when all logs have acknowledged, or says which ids are stored, not stored or
 * unknown. Any thread.
 *
 * <p>A call may be of any size and take as long as it does: a time-out is for one command and for
 * the wait between two answers. It keeps at most {@link #WINDOW} commands in flight, over all
 * shards, so that one large call does not starve the others, and no more of them in one log than
 * that gets through in time. The first failure ends the call: what was not sent by then never is,
 * what was sent is waited for.
 */
public final class ShardWriter {
  /** Enough to keep two cores applying while the next commands are encoded and flushed. */
  private static final int WINDOW = 8;

  private final ShardPlan plan;
  private final List<ShardLog> logs;
  private final List<ShardProgress> progress;
  private final List<LogPace> paces;
  private final WriteAdmission admission;
  private final Meters meters;

  /** Logs and progress are numbered like the shards. */
  public ShardWriter(
      ShardPlan plan,
      List<ShardLog> logs,
      List<ShardProgress> progress,
      WriteAdmission admission,
      Meters meters) {
    this.plan = plan;
    this.logs = List.copyOf(logs);
    this.progress = List.copyOf(progress);
    this.paces = logs.stream().map(log -> new LogPace(System::nanoTime)).toList();
    this.admission = admission;
    this.meters = meters;
  }

  public void put(List<StoredRecord> records, WriteTime time) {
    send("adding", CommandBatches.ofRecords(records, plan), time);
  }

  public void delete(Collection<String> ids, @Nullable Predicate where, WriteTime time) {
    send("removing", CommandBatches.ofIds(ids, where, plan), time);
  }

  public void deleteWhere(Predicate where, WriteTime time) {
    List<ShardId> shards = plan.shardsFor(where);
    send("removing by filter", CommandBatches.toEach(shards, new Command.DeleteWhere(where)), time);
  }

  public void clear(WriteTime time) {
    send("removing everything", CommandBatches.toEach(plan.all(), new Command.Clear()), time);
  }

  private void send(String what, List<PendingCommand> commands, WriteTime time) {
    var outcome = new WriteOutcome();
    var window = new Semaphore(WINDOW);
    int sent = 0;
    try {
      while (sent < commands.size() && !outcome.isFailed()) {
        if (!send(commands.get(sent), new Waiting(what, time, outcome), window)) {
          break;
        }
        sent++;
      }
      if (sent < commands.size()) {
        outcome.neverSent(commands.subList(sent, commands.size()), firstFailure());
      }
    } catch (LogRejectedException | RuntimeException ended) {
      outcome.neverSent(commands.subList(sent, commands.size()), ended);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      outcome.neverSent(commands.subList(sent, commands.size()), interruption());
    }
    awaitAll(window, commands.subList(0, sent), outcome);
    outcome.check(what);
  }

  /** Hands the command over when it is its turn; not where an answer before was a failure. */
  private boolean send(PendingCommand next, Waiting waiting, Semaphore window)
      throws InterruptedException, LogRejectedException {
    waiting.until(by -> window.tryAcquire(by.remainingNanos(), TimeUnit.NANOSECONDS));
    LogPace pace = paces.get(next.shard().number());
    Runnable undo = window::release;
    try {
      waiting.until(by -> pace.enter(next.size(), waiting.time, by));
      undo = undoing(undo, () -> pace.giveBack(next.size()));
      waiting.until(by -> admission.admit(next.size(), by));
      undo = undoing(undo, () -> admission.leave(next.size()));
      if (waiting.outcome.isFailed()) {
        return false; // which may have made the room
      }
      byte[] bytes = next.bytes().get();
      undo = () -> {}; // what is handed over comes back with the answer
      append(next, bytes, waiting, window);
      return true;
    } finally {
      undo.run();
    }
  }

  private static Runnable undoing(Runnable before, Runnable last) {
    return () -> {
      last.run();
      before.run();
    };
  }

  /** What a call waits for, for as long as answers keep coming. */
  private record Waiting(String what, WriteTime time, WriteOutcome outcome) {

    void until(Step step) throws InterruptedException, LogRejectedException {
      Deadline before;
      do {
        before = time.nextAnswer(outcome.lastAnswerNanos());
        if (step.isDone(before)) {
          return;
        }
      } while (time.nextAnswer(outcome.lastAnswerNanos()).atNanos() - before.atNanos() > 0);
      throw tooLate(what, before);
    }
  }

  /** Something that is waited for. */
  private interface Step {
    boolean isDone(Deadline by) throws InterruptedException;
  }

  /** Whoever is interrupted waits no longer; of what has not been answered he knows nothing. */
  private static void awaitAll(Semaphore window, List<PendingCommand> sent, WriteOutcome outcome) {
    if (window.tryAcquire(WINDOW)) {
      return;
    }
    try {
      window.acquire(WINDOW);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      outcome.unanswered(sent, new LogOutcomeUnknownException("the caller was interrupted", null));
    }
  }

  private static LogRejectedException interruption() {
    return new LogRejectedException("the caller was interrupted", null);
  }

  private static LogRejectedException tooLate(String what, Deadline deadline) {
    return new LogRejectedException(
        what + " got no further within " + deadline.budget().toMillis() + " ms", null);
  }

  private static LogRejectedException firstFailure() {
    return new LogRejectedException("an earlier command of the call failed", null);
  }

  /** Every append ends by itself in its time, so waiting for the window's return is bounded. */
  private void append(PendingCommand command, byte[] bytes, Waiting waiting, Semaphore window) {
    int shard = command.shard().number();
    long started = System.nanoTime();
    long nanos = Math.max(1, waiting.time.ofCommand().remainingNanos());
    var unused =
        logs.get(shard)
            .append(bytes, Duration.ofNanos(nanos))
            .whenComplete(
                (position, failure) -> {
                  meters.appended(bytes.length, System.nanoTime() - started, failure == null);
                  if (failure == null) {
                    acknowledge(shard, position);
                    waiting.outcome.stored(command);
                  } else {
                    waiting.outcome.failed(command, FailureCause.of(logs.get(shard), failure));
                  }
                  // Not before: whoever waits for room must see that the call has failed.
                  admission.leave(command.size());
                  paces.get(shard).leave(command.size(), started, failure == null);
                  window.release();
                });
  }

  private void acknowledge(int shard, Position position) {
    progress.get(shard).acknowledged(position, System.nanoTime());
  }
}
