package dev.quiver.benchmarks.core;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.placement.Placement;
import dev.quiver.core.placement.PlacementRequest;
import dev.quiver.core.placement.ShardMap;
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

/** 100,000 shards on 1,000 nodes in ten zones: from scratch, one node less, one node more. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class PlacementBenchmark {
  private static final int NODES = 1_000;
  private static final int SHARDS = 100_000;
  private static final int ZONES = 10;

  @Param({"1", "3"})
  int replicas;

  private View view = View.of(List.of());
  private PlacementRequest request = PlacementRequest.ofShards(SHARDS);
  private ShardMap map = new ShardMap(Epoch.FIRST, List.of());

  @Setup
  public void build() {
    view = View.of(IntStream.range(0, NODES).mapToObj(PlacementBenchmark::node).toList());
    request = request.withReplicas(replicas);
    map = Placement.place(view, request, null);
  }

  @Benchmark
  public ShardMap fromScratch() {
    return Placement.place(view, request, null);
  }

  @Benchmark
  public ShardMap afterLosingOne() {
    return Placement.place(view.without(new NodeId("node-500")), request, map);
  }

  @Benchmark
  public ShardMap afterAddingOne() {
    return Placement.place(view.with(node(NODES)), request, map);
  }

  @Benchmark
  public int changesAfterLosingOne() {
    return map.changesTo(afterLosingOne()).size();
  }

  private static Node node(int i) {
    return new Node(new NodeId("node-" + i), "zone-" + i % ZONES, Node.DEFAULT_WEIGHT);
  }
}
