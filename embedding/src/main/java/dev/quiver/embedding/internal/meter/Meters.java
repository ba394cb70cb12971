package dev.quiver.embedding.internal.meter;

/** Where a model reports what it does. Called on every thread; never blocks and never throws. */
public interface Meters {
  /** Nobody listens. */
  Meters NONE = new Unheard();

  /** A text has its vector. */
  void embedded(int tokens, boolean truncated, long nanos);

  /** A text has none, because the model failed. */
  void failed(long nanos);
}
