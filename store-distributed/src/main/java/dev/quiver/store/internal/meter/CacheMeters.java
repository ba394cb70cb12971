package dev.quiver.store.internal.meter;

import java.io.Closeable;
import java.util.function.DoubleSupplier;

/** Where a result cache reports what it does. Any thread; never blocks and never throws. */
public interface CacheMeters {
  /** Nobody listens. */
  CacheMeters NONE = new UnheardCache();

  /** Where an answer was found. */
  enum Tier {
    MEMORY,
    REDIS
  }

  /** What was wrong with Redis. */
  enum Fault {
    /** It did not answer, or not in time. */
    UNAVAILABLE,
    /** It answers, but so slowly that searching is faster. */
    SLOW,
    /** It refused a command, for want of memory or of rights. */
    REFUSED,
    /** It holds something that is not an answer. */
    UNREADABLE
  }

  void hit(Tier tier);

  /** Not found; somebody has to search, or does already. */
  void missed();

  /** Searched, because it was not found. */
  void loaded(long nanos);

  /** An answer had to go from memory to make room. */
  void evicted();

  void failed(Fault fault);

  /** An answer was not sent to Redis, because too many waited for that. */
  void dropped();

  /** Looks at the bytes in memory until closed. */
  Closeable watchBytes(DoubleSupplier bytes);
}
