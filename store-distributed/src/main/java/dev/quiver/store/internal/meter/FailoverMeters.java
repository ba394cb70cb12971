package dev.quiver.store.internal.meter;

import java.io.Closeable;
import java.util.function.DoubleSupplier;

/**
 * Where a failover store reports what it does. Called on every thread: it never blocks and never
 * throws.
 */
public interface FailoverMeters {
  /** Nobody listens. */
  FailoverMeters NONE = new UnheardFailover();

  /** How an attempt ended. */
  enum Result {
    DONE,
    REFUSED,
    FAILED,
    TIMED_OUT
  }

  /** What is looked at from time to time. */
  enum Level {
    /** 1 while the cluster is asked, 0 while it is down. */
    UP,
    /** Writes that the cluster has missed and that wait for it. */
    QUEUE,
    /** How long the oldest of them has been waiting, in seconds. */
    LAG
  }

  /** An attempt at a cluster has ended, or nobody waits for it any more. */
  void attempted(String cluster, Result result, long nanos);

  /** Looks at a level until closed. */
  Closeable watch(Level level, String cluster, DoubleSupplier value);
}
