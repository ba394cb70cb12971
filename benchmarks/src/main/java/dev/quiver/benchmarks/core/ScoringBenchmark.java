package dev.quiver.benchmarks.core;

import dev.quiver.core.load.LoadSample;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.load.NodeLoad;
import dev.quiver.core.load.Pace;
import dev.quiver.core.load.Usage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Scoring one node, and taking one more sample into its load. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScoringBenchmark {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final LoadSample sample =
      new LoadSample(
          new Usage(3e9, 1e10),
          new Usage(4e8, 1e9),
          new Usage(3, 64),
          new Usage(1e6, 6e8),
          new Pace(4, Duration.ofMillis(3)));
  private NodeLoad load = NodeLoad.first(sample, 0);

  @Benchmark
  public double score() {
    return LoadScorer.DEFAULTS.score(load);
  }

  @Benchmark
  public NodeLoad takeSample() {
    load = load.next(sample, load.atNanos() + INTERVAL_NANOS, NodeLoad.DEFAULT_HALF_LIFE);
    return load;
  }
}
