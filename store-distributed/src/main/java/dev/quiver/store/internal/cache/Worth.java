package dev.quiver.store.internal.cache;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether look-ups are worth their time: not while nearly all of them are in vain. A look-up in
 * Redis takes a good part of what a search takes, so where no question is asked twice only one in
 * some is made, to notice when that has changed. Thread-safe.
 */
final class Worth {
  /** One in so many look-ups is made where fewer than one in so many is answered. */
  static final int SELDOM = 32;

  private static final int AVERAGED = 64;
  private static final long ALL = 1L << 40;

  private final AtomicLong share = new AtomicLong(ALL);
  private final AtomicLong turn = new AtomicLong();

  /** Whether to make the next look-up. */
  boolean isNext() {
    return share.get() >= ALL / SELDOM || turn.getAndIncrement() % SELDOM == 0;
  }

  void answered(boolean found) {
    share.updateAndGet(before -> before + ((found ? ALL : 0) - before) / AVERAGED);
  }
}
