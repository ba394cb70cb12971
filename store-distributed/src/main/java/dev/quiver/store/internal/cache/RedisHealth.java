package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.meter.CacheMeters;
import dev.quiver.store.internal.meter.CacheMeters.Fault;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis is worth asking: a circuit breaker whose probes nobody waits for. It opens at the
 * first failure, or once answers take long on average, and closes when probes in the background
 * have come back well several times in a row. That is simpler than counting failures, because to do
 * without Redis for a moment costs next to nothing, and to wait for it costs every search.
 * Thread-safe.
 */
final class RedisHealth {
  /** How many probes in a row must come back in time. */
  static final int PROOFS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(RedisHealth.class);
  private static final int AVERAGED = 16;

  private final String server;
  private final CacheMeters meters;
  private final Complaints complaints = new Complaints(LOG);
  private final long timeoutNanos;
  private final long slowNanos;
  private volatile boolean usable = true;
  private final AtomicLong averageNanos = new AtomicLong();
  private int proofs;
  private boolean complained;

  RedisHealth(String server, Duration timeout, CacheMeters meters) {
    this.server = server;
    this.meters = meters;
    this.timeoutNanos = timeout.toNanos();
    this.slowNanos = slowAfter(timeout).toNanos();
  }

  /** What an answer may take on average. */
  static Duration slowAfter(Duration timeout) {
    return timeout.dividedBy(4);
  }

  boolean isUsable() {
    return usable;
  }

  /** A look-up was answered. One that took very long, while connecting say, is no proof alone. */
  void answered(long nanos) {
    long counted = Math.min(nanos, timeoutNanos);
    long average = averageNanos.updateAndGet(before -> before + (counted - before) / AVERAGED);
    if (average > slowNanos) {
      failed(Fault.SLOW, "it takes " + TimeUnit.NANOSECONDS.toMicros(average) + " µs");
    }
  }

  /** Redis is of no use for now. */
  void failed(Fault fault, String why) {
    meters.failed(fault);
    synchronized (this) {
      proofs = 0;
      if (usable) {
        usable = false;
        complained = complaints.warn("{}: {}; searches go on without it", server, why);
      }
    }
  }

  /** A probe came back well or not. */
  synchronized void probed(boolean well, long nanos) {
    proofs = well && nanos <= slowNanos ? proofs + 1 : 0;
    if (!usable && proofs >= PROOFS) {
      averageNanos.set(0);
      usable = true;
      if (complained) {
        LOG.info("{} answers again", server);
      }
    }
  }
}
