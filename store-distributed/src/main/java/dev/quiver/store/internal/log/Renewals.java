package dev.quiver.store.internal.log;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens again what has failed: a log whose disk was full, or whose state threw. Ratis never takes
 * up a log again that could not be written once, so nobody else would.
 */
final class Renewals {
  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** A replica that worked for this long starts again at the shortest wait. */
  private static final Duration FORGIVEN_AFTER = Duration.ofSeconds(30);

  private final RatisServer server;
  private final ScheduledExecutorService timer;
  private final Map<RatisReplica, Attempt> last = new ConcurrentHashMap<>();

  Renewals(RatisServer server, ScheduledExecutorService timer) {
    this.server = server;
    this.timer = timer;
  }

  /** The wait before an attempt, and when the attempt was planned. */
  private record Attempt(Duration delay, long plannedNanos) {
    static Attempt first() {
      return new Attempt(FIRST_WAIT, System.nanoTime());
    }

    Attempt next() {
      long now = System.nanoTime();
      if (now - plannedNanos > FORGIVEN_AFTER.toNanos()) {
        return first();
      }
      Duration twice = delay.multipliedBy(2);
      return new Attempt(twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice, now);
    }
  }

  void schedule(RatisReplica replica) {
    Attempt attempt =
        last.compute(replica, (r, before) -> before == null ? Attempt.first() : before.next());
    if (server.isClosed()) {
      return;
    }
    LOG.warn(
        "node {}: log {} failed, opens again in {} ms",
        server.node(),
        replica.log(),
        attempt.delay().toMillis(),
        replica.status().failure().orElse(null));
    onThread(
        replica,
        () -> {
          retire(replica);
          // What the attempt came to is for the attempt itself to report.
          var unused =
              timer.schedule(
                  () -> onThread(replica, () -> renew(replica)),
                  attempt.delay().toMillis(),
                  TimeUnit.MILLISECONDS);
        });
  }

  private static void onThread(RatisReplica replica, Runnable work) {
    Thread.ofVirtual().name("quiver-renew-" + replica.log()).start(work);
  }

  private void retire(RatisReplica replica) {
    try {
      server.retire(replica);
    } catch (IOException | RuntimeException e) {
      LOG.warn("node {}: log {} did not close in order", server.node(), replica.log(), e);
    }
  }

  private void renew(RatisReplica replica) {
    try {
      server.renew(replica);
      LOG.info("node {}: log {} is open again", server.node(), replica.log());
    } catch (IOException | RuntimeException e) {
      replica.renewFailed(e);
      schedule(replica);
    }
  }
}
