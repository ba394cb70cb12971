package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.model.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A near cache in front of a far one; what is found far away is kept near, and expires as before.
 */
final class TieredCache implements ResultCache {
  private final ResultCache near;
  private final ResultCache far;

  TieredCache(ResultCache near, ResultCache far) {
    this.near = near;
    this.far = far;
  }

  @Override
  public @Nullable Answer find(ResultKey key) {
    Answer found = near.find(key);
    if (found == null) {
      found = far.find(key);
      if (found != null) {
        near.keep(key, found);
      }
    }
    return found;
  }

  @Override
  public @Nullable Answer atHand(ResultKey key) {
    return near.atHand(key);
  }

  @Override
  public void keep(ResultKey key, Answer answer) {
    near.keep(key, answer);
    far.keep(key, answer);
  }

  @Override
  public void close() {
    near.close();
    far.close();
  }
}
