package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.model.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Where answers are kept under what they answer. An answer may be forgotten at any moment, and is
 * never another one than was kept. Any thread; nothing here throws, whatever becomes of what lies
 * behind: a cache that has failed has no answers.
 */
public interface ResultCache extends AutoCloseable {

  /** The answer, or null. Blocks for a short time-out at most. What it returns is shared. */
  @Nullable Answer find(ResultKey key);

  /** The answer if it is at hand, or null: a second look, which asks nobody and counts nowhere. */
  default @Nullable Answer atHand(ResultKey key) {
    return null;
  }

  /** Never blocks; the answer may be there at once, later or not at all. */
  void keep(ResultKey key, Answer answer);

  /** What was kept elsewhere stays there. */
  @Override
  void close();
}
