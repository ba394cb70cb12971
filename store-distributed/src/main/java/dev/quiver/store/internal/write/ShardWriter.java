package dev.quiver.store.internal.write;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.internal.log.LogOutcomeUnknownException;
import dev.quiver.store.internal.log.LogRejectedException;
import dev.quiver.store.internal.log.ShardLog;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.port.Deadline;
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
 * <p>A call keeps at most {@link #WINDOW} commands in flight, over all shards, so that one large
 * call does not starve the others. The first failure ends the call: what was not sent by then never
 * is, what was sent is waited for.
 */
public final class ShardWriter {
  /** Enough to keep two cores applying while the next commands are encoded and flushed. */
  private static final int WINDOW = 8;

  private final ShardPlan plan;
  private final List<ShardLog> logs;
  private final List<ShardProgress> progress;
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
    this.admission = admission;
    this.meters = meters;
  }

  public void put(List<StoredRecord> records, Duration timeout) {
    send("adding", CommandBatches.ofRecords(records, plan), Deadline.after(timeout));
  }

  public void delete(Collection<String> ids, @Nullable Predicate where, Duration timeout) {
    send("removing", CommandBatches.ofIds(ids, where, plan), Deadline.after(timeout));
  }

  public void deleteWhere(Predicate where, Duration timeout) {
    List<ShardId> shards = plan.shardsFor(where);
    send(
        "removing by filter",
        CommandBatches.toEach(shards, new Command.DeleteWhere(where)),
        Deadline.after(timeout));
  }

  public void clear(Duration timeout) {
    send(
        "removing everything",
        CommandBatches.toEach(plan.all(), new Command.Clear()),
        Deadline.after(timeout));
  }

  private void send(String what, List<PendingCommand> commands, Deadline deadline) {
    var outcome = new WriteOutcome();
    var window = new Semaphore(WINDOW);
    int sent = 0;
    try {
      while (sent < commands.size() && !outcome.isFailed()) {
        PendingCommand next = commands.get(sent);
        if (!window.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
          throw tooLate(what, deadline);
        }
        window.release();
        if (outcome.isFailed()) {
          break; // which made the room
        }
        if (!admission.admit(next.bytes().length, deadline)) {
          throw tooLate(what, deadline);
        }
        window.acquireUninterruptibly(); // there is room, and only this thread takes any
        append(next, deadline, outcome, window);
        sent++;
      }
      if (sent < commands.size()) {
        outcome.neverSent(commands.subList(sent, commands.size()), firstFailure());
      }
    } catch (LogRejectedException | QuiverException tooLate) {
      outcome.neverSent(commands.subList(sent, commands.size()), tooLate);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      outcome.neverSent(commands.subList(sent, commands.size()), interruption());
    }
    awaitAll(window, commands.subList(0, sent), outcome);
    outcome.check(what);
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
        what + " was not over within " + deadline.budget().toMillis() + " ms", null);
  }

  private static LogRejectedException firstFailure() {
    return new LogRejectedException("an earlier command of the call failed", null);
  }

  /** Every append ends by itself at the deadline, so waiting for the window's return is bounded. */
  private void append(
      PendingCommand command, Deadline deadline, WriteOutcome outcome, Semaphore window) {
    int shard = command.shard().number();
    int size = command.bytes().length;
    long started = System.nanoTime();
    var unused =
        logs.get(shard)
            .append(command.bytes(), Duration.ofNanos(Math.max(1, deadline.remainingNanos())))
            .whenComplete(
                (position, failure) -> {
                  admission.leave(size);
                  meters.appended(size, System.nanoTime() - started, failure == null);
                  if (failure == null) {
                    acknowledge(shard, position);
                    outcome.stored(command);
                  } else {
                    outcome.failed(command, FailureCause.of(logs.get(shard), failure));
                  }
                  window.release();
                });
  }

  private void acknowledge(int shard, Position position) {
    progress.get(shard).acknowledged(position, System.nanoTime());
  }
}
