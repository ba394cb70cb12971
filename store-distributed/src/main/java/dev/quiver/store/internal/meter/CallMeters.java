package dev.quiver.store.internal.meter;

/**
 * Where a store reports how long calls took its callers, and how they ended. Any thread; never
 * blocks and never throws.
 */
public interface CallMeters {
  /** Nobody listens. */
  CallMeters NONE =
      new CallMeters() {
        @Override
        public void searched(Search outcome, long nanos) {
          // Nobody listens.
        }

        @Override
        public void written(Write outcome, long nanos) {
          // Nobody listens.
        }
      };

  /** How a search ended. */
  enum Search {
    /** By an answer from all shards asked, or from the cache. */
    ANSWERED,
    /** By an answer from some of them. */
    PARTIAL,
    /** It asked for what cannot be, and no shard was asked. */
    REFUSED,
    /** By the deadline. */
    LATE,
    FAILED
  }

  /** How a write ended. */
  enum Write {
    STORED,
    /** It asked for what cannot be, and nothing was written. */
    REFUSED,
    /** Nobody can say whether all of it was stored. */
    UNKNOWN,
    /** All or part of it is not stored. */
    FAILED
  }

  void searched(Search outcome, long nanos);

  void written(Write outcome, long nanos);
}
