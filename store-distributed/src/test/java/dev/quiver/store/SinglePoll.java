package dev.quiver.store;

import org.jspecify.annotations.Nullable;

/**
 * Turns the five minutes of patience of LangChain4j's suites into none. They poll until a record is
 * there, each wait in a thread of its own; here the first look must be right.
 */
final class SinglePoll {
  private static final String WAITER = "awaitility";
  private @Nullable Thread last;

  /** To be called by every look. */
  void look() {
    Thread waiter = Thread.currentThread();
    if (!waiter.getName().startsWith(WAITER)) {
      return;
    }
    if (waiter.equals(last)) {
      throw new IllegalStateException("a write must be seen by the first look, but was not");
    }
    last = waiter;
  }
}
