package dev.quiver.benchmarks.simulation;

import java.time.Duration;

/** The assumptions that are the same in every scenario. */
final class Model {
  static final int WORKERS = 2;
  static final int QUEUE_BOUND = 64;
  static final int COORDINATORS = 4;
  static final double MEAN_SERVICE_NANOS = 4e6;

  /** Lognormal shape: one shard search in a hundred takes about four times the mean. */
  static final double SERVICE_SIGMA = 0.8;

  static final double BYTES_PER_SHARD = 10_000;
  static final double LINK_BYTES_PER_SECOND = 125e6;
  static final Duration SAMPLING = Duration.ofSeconds(5);
  static final Duration PROBING = Duration.ofMillis(500);
  static final Duration CALL_TIMEOUT = Duration.ofMillis(250);
  static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);
  static final Duration WARM_UP = Duration.ofSeconds(10);
  static final Duration END = Duration.ofSeconds(40);

  private Model() {}

  static double queriesPerSecond(Scenario scenario) {
    double shardsPerSecond = scenario.shape().nodes() * WORKERS * 1e9 / MEAN_SERVICE_NANOS;
    return scenario.traffic().load() * shardsPerSecond / scenario.traffic().shardsPerQuery();
  }
}
