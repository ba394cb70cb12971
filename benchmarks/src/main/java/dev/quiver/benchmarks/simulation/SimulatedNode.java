package dev.quiver.benchmarks.simulation;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.load.LoadSample;
import dev.quiver.core.load.Pace;
import dev.quiver.core.load.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;

/** A node: a few workers, a bounded queue in front of them, and service times drawn at random. */
final class SimulatedNode {
  private record Job(int shards, long arrivedNanos, Runnable onAnswer) {}

  private final NodeId id;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final double memoryShare;
  private final Queue<Job> queue = new ArrayDeque<>();
  private double slowness = 1;
  private boolean dead;
  private int busy;

  private double busyNanos;
  private double waitedNanos;
  private long answeredShards;

  SimulatedNode(NodeId id, Timeline timeline, RandomGenerator random) {
    this.id = id;
    this.timeline = timeline;
    this.random = random;
    this.memoryShare = random.nextDouble(0.4, 0.6);
  }

  NodeId id() {
    return id;
  }

  void slowDown(double factor) {
    slowness = factor;
  }

  /** From here on nothing comes back: no answer, no refusal, not even for work in progress. */
  void die() {
    dead = true;
    queue.clear();
  }

  boolean isDead() {
    return dead;
  }

  /** False if the queue is full. */
  boolean offer(int shards, Runnable onAnswer) {
    if (dead) {
      return true;
    }
    var job = new Job(shards, timeline.now(), onAnswer);
    if (busy < Model.WORKERS) {
      start(job);
      return true;
    }
    return queue.size() < Model.QUEUE_BOUND && queue.add(job);
  }

  private void start(Job job) {
    busy++;
    double took = 0;
    for (int i = 0; i < job.shards(); i++) {
      took += serviceNanos();
    }
    double service = took;
    timeline.after(Math.round(service), () -> finish(job, service));
  }

  private void finish(Job job, double service) {
    if (dead) {
      return;
    }
    busy--;
    busyNanos += service;
    answeredShards += job.shards();
    waitedNanos += timeline.now() - job.arrivedNanos();
    Job next = queue.poll();
    if (next != null) {
      start(next);
    }
    job.onAnswer().run();
  }

  private double serviceNanos() {
    double sigma = Model.SERVICE_SIGMA;
    double factor = Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    return Model.MEAN_SERVICE_NANOS * slowness * factor;
  }

  /** What the node would report about the interval that ends now; a new interval begins. */
  LoadSample sample() {
    double seconds = Model.SAMPLING.toMillis() / 1e3;
    long latency = answeredShards == 0 ? 0 : Math.round(waitedNanos / answeredShards);
    var sample =
        new LoadSample(
            new Usage(busyNanos, seconds * 1e9 * Model.WORKERS),
            new Usage(memoryShare, 1),
            new Usage(queue.size(), Model.QUEUE_BOUND),
            new Usage(
                answeredShards * Model.BYTES_PER_SHARD, seconds * Model.LINK_BYTES_PER_SECOND),
            new Pace(busy + queue.size(), Duration.ofNanos(latency)));
    busyNanos = 0;
    waitedNanos = 0;
    answeredShards = 0;
    return sample;
  }
}
