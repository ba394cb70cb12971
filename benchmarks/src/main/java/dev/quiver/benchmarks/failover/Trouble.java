package dev.quiver.benchmarks.failover;

/** What is wrong with a cluster of the drill. */
enum Trouble {
  NONE,
  KILLED,
  SLOW,
  FLAKY,
  WITHOUT_MAJORITY
}
