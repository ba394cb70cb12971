package dev.quiver.core.route;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ReplicaState;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.load.LoadSample;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.load.NodeLoad;
import dev.quiver.core.load.Pace;
import dev.quiver.core.load.Usage;
import dev.quiver.core.placement.ShardMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A cluster in any state it may be in: nodes down, replicas loading, loads missing, logs behind.
 */
final class RandomCluster implements Replicas {
  private final Map<NodeId, NodeLoad> loads = new HashMap<>();
  private final Map<ShardId, Map<NodeId, Candidate>> candidates = new HashMap<>();
  private final Map<ShardId, Position> required = new HashMap<>();
  private final ShardMap map;
  private final View view;

  RandomCluster(RandomGenerator random) {
    var nodes = new ArrayList<NodeId>();
    View changing = View.of(List.of());
    for (int i = 0; i < random.nextInt(1, 12); i++) {
      Node node = new Node(new NodeId("node-" + i), "zone", random.nextInt(1, 5));
      nodes.add(node.id());
      if (random.nextInt(10) > 0) {
        changing = changing.with(node).withHealth(node.id(), pick(Health.values(), random));
      }
      if (random.nextInt(5) > 0) {
        loads.put(node.id(), load(random.nextInt(3) == 0 ? 1 : random.nextDouble()));
      }
    }
    view = changing;
    var replicas = new ArrayList<List<NodeId>>();
    for (int shard = 0; shard < random.nextInt(1, 20); shard++) {
      Collections.shuffle(nodes, new Random(random.nextLong()));
      replicas.add(List.copyOf(nodes.subList(0, random.nextInt(1, nodes.size() + 1))));
      describe(new ShardId(shard), nodes, random);
    }
    map = new ShardMap(Epoch.FIRST, replicas);
  }

  private void describe(ShardId shard, List<NodeId> nodes, RandomGenerator random) {
    required.put(shard, new Position(2, random.nextLong(100)));
    var byNode = new HashMap<NodeId, Candidate>();
    for (NodeId node : nodes) {
      if (random.nextInt(8) > 0) {
        var position = new Position(random.nextLong(1, 3), random.nextLong(120));
        byNode.put(node, new Candidate(pick(ReplicaState.values(), random), position));
      }
    }
    candidates.put(shard, byNode);
  }

  static NodeLoad load(double share) {
    var usage = new Usage(share, 1);
    return NodeLoad.first(new LoadSample(usage, usage, usage, usage, Pace.IDLE), 0);
  }

  ShardMap map() {
    return map;
  }

  RoutingTable table(ReplicaRouter router) {
    return router.table(map, view, loads);
  }

  @Override
  public Candidate candidate(ShardId shard, NodeId node) {
    return candidates.getOrDefault(shard, Map.of()).getOrDefault(node, Candidate.UNKNOWN);
  }

  @Override
  public Position required(ShardId shard) {
    return required.getOrDefault(shard, Position.NONE);
  }

  boolean mayAnswer(ShardId shard, NodeId node) {
    return view.healthOf(node) != Health.DOWN
        && candidate(shard, node).state() == ReplicaState.SERVING;
  }

  boolean isOverloaded(NodeId node) {
    double unknown =
        loads.values().stream().mapToDouble(LoadScorer.DEFAULTS::score).average().orElse(0);
    NodeLoad load = loads.get(node);
    return LoadScorer.DEFAULTS.isOverloaded(
        load == null ? unknown : LoadScorer.DEFAULTS.score(load));
  }

  boolean isSuspect(NodeId node) {
    return view.healthOf(node) == Health.SUSPECT;
  }

  long missing(ShardId shard, NodeId node) {
    Position at = candidate(shard, node).position();
    return at.isAtLeast(required(shard)) ? 0 : Math.max(1, required(shard).index() - at.index());
  }

  private static <E> E pick(E[] values, RandomGenerator random) {
    // Good ones are made common, so that orders are long.
    return values[random.nextBoolean() ? goodOf(values) : random.nextInt(values.length)];
  }

  private static <E> int goodOf(E[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == ReplicaState.SERVING || values[i] == Health.UP) {
        return i;
      }
    }
    throw new IllegalArgumentException("values must hold a good one, but were " + values.length);
  }
}
