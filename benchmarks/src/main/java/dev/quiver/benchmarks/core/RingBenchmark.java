package dev.quiver.benchmarks.core;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.ring.HashRing;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Ring look-ups at points all over the circle. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RingBenchmark {
  private static final long STRIDE = 0x9E3779B97F4A7C15L;

  @Param({"16", "100", "1000"})
  int nodes;

  private HashRing ring = HashRing.of(List.of(), 1);
  private long point;

  @Setup
  public void build() {
    List<Node> members = IntStream.range(0, nodes).mapToObj(i -> Node.named("node-" + i)).toList();
    ring = HashRing.of(members, HashRing.DEFAULT_VIRTUAL_NODES);
  }

  @Benchmark
  public List<NodeId> oneOwner() {
    return ring.owners(point += STRIDE, 1);
  }

  @Benchmark
  public List<NodeId> threeOwners() {
    return ring.owners(point += STRIDE, 3);
  }
}
