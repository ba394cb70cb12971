package dev.quiver.benchmarks.core;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.ring.Sharding;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Keys of 17 characters to one of 64 shards. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ShardingBenchmark {
  private static final int SHARDS = 64;
  private static final int KEYS = 1024;

  private final Sharding consistent = Sharding.consistent(SHARDS);
  private final Sharding hash = Sharding.hash(SHARDS);
  private final Sharding range =
      Sharding.range(
          IntStream.range(1, SHARDS).mapToObj(i -> key(i * KEYS / SHARDS)).toArray(String[]::new));
  private final String[] keys =
      IntStream.range(0, KEYS).mapToObj(ShardingBenchmark::key).toArray(String[]::new);
  private int next;

  @Benchmark
  public ShardId consistent() {
    return consistent.shardOf(keys[next++ & (KEYS - 1)]);
  }

  @Benchmark
  public ShardId hash() {
    return hash.shardOf(keys[next++ & (KEYS - 1)]);
  }

  @Benchmark
  public ShardId range() {
    return range.shardOf(keys[next++ & (KEYS - 1)]);
  }

  private static String key(int i) {
    return String.format(Locale.ROOT, "document-%08d", i);
  }
}
