package dev.quiver.store.internal.write;

import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.error.WriteOutcomeUnknownException;
import dev.quiver.store.internal.log.LogOutcomeUnknownException;
import dev.quiver.store.internal.log.LogRejectedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of every id of a call. Filled while the logs answer; thread-safe. An id that a call
 * names in several shards counts as stored only if all of them have it.
 */
final class WriteOutcome {
  private final List<PendingCommand> stored = new ArrayList<>();
  private final Set<String> notStored = new LinkedHashSet<>();
  private final Set<String> unknown = new LinkedHashSet<>();
  private final Set<PendingCommand> answered = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Throwable cause;
  private volatile long lastAnswerNanos = System.nanoTime();

  /** When the last answer came; when the call began, if there was none. */
  long lastAnswerNanos() {
    return lastAnswerNanos;
  }

  synchronized void stored(PendingCommand command) {
    if (answered.add(command)) {
      stored.add(command);
      lastAnswerNanos = System.nanoTime();
    }
  }

  synchronized void failed(PendingCommand command, Throwable why) {
    if (answered.add(command)) {
      fail(command, why);
    }
  }

  private void fail(PendingCommand command, Throwable why) {
    if (cause == null || !(cause instanceof LogOutcomeUnknownException)) {
      cause = why;
    }
    (why instanceof LogRejectedException ? notStored : unknown).addAll(command.ids());
  }

  synchronized void neverSent(List<PendingCommand> commands, Throwable why) {
    if (cause == null) {
      cause = why;
    }
    commands.forEach(command -> notStored.addAll(command.ids()));
  }

  /** Nobody waits for the rest any more: what is answered later changes nothing. */
  synchronized void unanswered(List<PendingCommand> sent, LogOutcomeUnknownException why) {
    for (PendingCommand command : sent) {
      if (answered.add(command)) {
        fail(command, why);
      }
    }
  }

  synchronized boolean isFailed() {
    return cause != null;
  }

  /** Throws unless everything was stored. */
  synchronized void check(String what) {
    if (cause == null) {
      return;
    }
    boolean inDoubt = !unknown.isEmpty() || cause instanceof LogOutcomeUnknownException;
    notStored.removeAll(unknown);
    Set<String> everywhere = new LinkedHashSet<>();
    stored.forEach(command -> everywhere.addAll(command.ids()));
    everywhere.removeAll(unknown);
    everywhere.removeAll(notStored);
    List<String> sure = new ArrayList<>(everywhere);
    List<String> not = new ArrayList<>(notStored);
    throw inDoubt
        ? new WriteOutcomeUnknownException(what, sure, not, new ArrayList<>(unknown), cause)
        : new WriteFailedException(what, sure, not, List.of(), cause);
  }
}
