package dev.quiver.store.internal.write;

import dev.quiver.store.internal.shard.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a write may take. A call may be of any size, so what has a limit is each command, from
 * when it is handed to its log, and the wait between two answers of the call.
 *
 * @param silence for a command, and between two answers
 * @param end by when the whole call must be over; null: however long it takes while answers come
 */
public record WriteTime(Duration silence, @Nullable Deadline end) {

  /** For a call that may take as long as it does while answers come. */
  public static WriteTime of(Duration silence) {
    return new WriteTime(silence, null);
  }

  /** What a command that is handed over now has. */
  Deadline ofCommand() {
    return sooner(Deadline.after(silence));
  }

  /** Until when the next answer must have come, if the last one came at this moment. */
  Deadline nextAnswer(long lastAnswerNanos) {
    return sooner(Deadline.of(lastAnswerNanos, silence));
  }

  private Deadline sooner(Deadline other) {
    return end != null && end.atNanos() - other.atNanos() < 0 ? end : other;
  }
}
