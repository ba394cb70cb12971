package dev.quiver.benchmarks.simulation;

/** What one policy made of one scenario. Latencies are of the queries that were answered. */
record Outcome(Counts counts, double answeredPerSecond, double p50Millis, double p99Millis) {
  /** Every query that arrived was either answered or lost. */
  record Counts(long arrived, long answered, long retried, long lost) {}
}
