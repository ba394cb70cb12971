package dev.quiver.store;

import java.time.Duration;

/** How much of what was written a read must see. */
public sealed interface Consistency {

  /** Everything acknowledged before the read began, whoever wrote it. */
  static Consistency strong() {
    return new Strong();
  }

  /** Everything acknowledged longer ago than this. */
  static Consistency bounded(Duration lag) {
    return new Bounded(lag);
  }

  /** Everything this store acknowledged, or what the request's {@link SessionToken} says. */
  static Consistency session() {
    return new Session();
  }

  /** Whatever the replica asked has, as it was last refreshed. */
  static Consistency eventual() {
    return new Eventual();
  }

  /** See {@link #strong()}. */
  record Strong() implements Consistency {}

  /** See {@link #bounded(Duration)}. */
  record Bounded(Duration lag) implements Consistency {
    public Bounded {
      Check.positive("lag", lag);
    }
  }

  /** See {@link #session()}. */
  record Session() implements Consistency {}

  /** See {@link #eventual()}. */
  record Eventual() implements Consistency {}
}
