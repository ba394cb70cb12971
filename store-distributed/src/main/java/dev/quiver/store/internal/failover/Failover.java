package dev.quiver.store.internal.failover;

import dev.quiver.store.internal.handoff.HandoffDirectory;
import dev.quiver.store.internal.meter.FailoverMeters;
import dev.quiver.store.internal.model.Command;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several clusters as one: searches go to one of them, writes to the first or to all.
 *
 * @param <Q> a search
 * @param <A> its answer
 */
public final class Failover<Q, A> implements Closeable {
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

  private final List<Lane<Q, A>> lanes = new ArrayList<>();
  private final List<Replay<Q, A>> replays = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Closeable> watches = new ArrayList<>();
  private final Changes changes = new Changes();
  private final @Nullable HandoffDirectory handoff;
  private final Reads<Q, A> reads;
  private final Writes writes;

  /**
   * Begins to look after the clusters. Where that fails, the hand-off directory is let go of.
   *
   * @param clusters by name, in the order of preference
   * @param handoff where what a cluster misses is kept, and closed with this; null: writes go to
   *     the first cluster alone
   */
  public static <Q, A> Failover<Q, A> over(
      Map<String, ? extends Backend<Q, A>> clusters,
      FailoverOptions options,
      @Nullable HandoffDirectory handoff,
      FailoverMeters meters) {
    try {
      return new Failover<>(clusters, options, handoff, meters);
    } catch (RuntimeException | Error failed) {
      try {
        if (handoff != null) {
          handoff.close();
        }
      } catch (IOException also) {
        failed.addSuppressed(also);
      }
      throw failed;
    }
  }

  private Failover(
      Map<String, ? extends Backend<Q, A>> clusters,
      FailoverOptions options,
      @Nullable HandoffDirectory handoff,
      FailoverMeters meters) {
    this.handoff = handoff;
    clusters.forEach((name, backend) -> add(name, backend, options, meters));
    this.reads = new Reads<>(lanes, options);
    this.writes =
        handoff == null
            ? new PrimaryWrites<>(lanes, options)
            : new WritesToAll<>(lanes, options, changes);
    threads.forEach(Thread::start);
  }

  private void add(
      String name, Backend<Q, A> backend, FailoverOptions options, FailoverMeters meters) {
    Backlog backlog =
        handoff == null ? null : new Backlog(handoff.queue(name), changes, options.clock());
    var lane = new Lane<>(name, backend, options, new Lane.Telling(changes, meters), backlog);
    lanes.add(lane);
    threads.add(thread("probe", name, new Prober(lane, options.probeInterval())));
    watches.add(
        meters.watch(FailoverMeters.Level.UP, name, () -> lane.breaker().isClosed() ? 1 : 0));
    if (backlog != null) {
      var replay = new Replay<>(lane, backlog, changes);
      replays.add(replay);
      threads.add(thread("replay", name, replay));
      watches.add(meters.watch(FailoverMeters.Level.QUEUE, name, backlog::length));
      watches.add(
          meters.watch(FailoverMeters.Level.LAG, name, () -> backlog.lagMillis() / 1_000.0));
    }
  }

  private static Thread thread(String task, String cluster, Runnable work) {
    return Thread.ofVirtual().name("quiver-" + task + "-" + cluster).unstarted(work);
  }

  public A search(Q query) {
    return reads.search(query);
  }

  public void write(Command command) {
    writes.write(new Write(command));
  }

  /** Of each cluster, in the order of preference. */
  public List<LaneStatus> status() {
    var all = new ArrayList<LaneStatus>();
    for (int i = 0; i < lanes.size(); i++) {
      Lane<Q, A> lane = lanes.get(i);
      Backlog backlog = lane.backlog();
      Throwable problem = lane.breaker().isClosed() ? null : lane.breaker().lastFailure();
      if (problem == null && !replays.isEmpty()) {
        problem = replays.get(i).problem();
      }
      all.add(
          new LaneStatus(
              lane.name(),
              lane.breaker().state(),
              lane.lagMillis(),
              backlog == null ? 0 : backlog.length(),
              backlog == null ? 0 : backlog.bytes(),
              lane.attempts().underWay(),
              problem == null ? null : problem.toString()));
    }
    return all;
  }

  /** Ends the calls under way. What is queued stays queued. */
  @Override
  public void close() {
    replays.forEach(Replay::close);
    threads.forEach(Thread::interrupt);
    lanes.forEach(lane -> lane.attempts().close());
    try {
      for (Thread thread : threads) {
        thread.join(CLOSES_WITHIN);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    try {
      for (Closeable watch : watches) {
        watch.close();
      }
      if (handoff != null) {
        handoff.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
