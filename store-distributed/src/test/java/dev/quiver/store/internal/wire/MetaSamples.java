package dev.quiver.store.internal.wire;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.model.AnalysisKind;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.MetaCommand;
import dev.quiver.store.internal.model.ShardingKind;
import dev.quiver.store.internal.model.Similarity;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random metadata, over few enough names that commands collide. */
final class MetaSamples {
  private static final int NODES = 5;

  private final SplittableRandom random;
  private final Samples strings;

  MetaSamples(long seed) {
    this.random = new SplittableRandom(seed);
    this.strings = new Samples(seed + 1);
  }

  ClusterState state() {
    List<Node> all = IntStream.range(0, NODES).mapToObj(i -> Node.named("node-" + i)).toList();
    ClusterState state = ClusterState.EMPTY.apply(new MetaCommand.RegisterNodes(all));
    for (int i = random.nextInt(30); i > 0; i--) {
      state = state.apply(command());
    }
    return state;
  }

  MetaCommand command() {
    return switch (random.nextInt(7)) {
      case 0 -> new MetaCommand.RegisterNodes(nodes());
      case 1, 2 -> create();
      case 3 -> new MetaCommand.SetDimension(name(), incarnation(), 1 + random.nextInt(4096));
      case 4 -> new MetaCommand.SetModelName(name(), incarnation(), strings.text());
      case 5 -> new MetaCommand.DropCollection(name());
      default -> new MetaCommand.ReplaceIncarnation(name(), incarnation());
    };
  }

  private List<Node> nodes() {
    return IntStream.range(0, NODES)
        .filter(i -> random.nextBoolean())
        .mapToObj(i -> new Node(id(i), "zone" + strings.text(), 1 + random.nextInt(1_000)))
        .toList();
  }

  private static NodeId id(int number) {
    return new NodeId("node-" + number);
  }

  private String name() {
    return "collection-" + random.nextInt(4);
  }

  private UUID incarnation() {
    return new UUID(-1, random.nextInt(2));
  }

  private MetaCommand create() {
    int shards = 1 + random.nextInt(4);
    int replicas = 1 + random.nextInt(3);
    ShardingKind sharding = any(ShardingKind.values());
    List<String> bounds =
        sharding == ShardingKind.RANGE
            ? IntStream.range(1, shards).mapToObj(i -> i + strings.text()).toList()
            : List.of();
    var settings =
        new CollectionSettings(
            name(),
            incarnation(),
            random.nextInt(3),
            any(Similarity.values()),
            shards,
            sharding,
            bounds,
            1 + random.nextInt(300),
            replicas,
            random.nextBoolean() ? strings.text() : null,
            random.nextBoolean() ? strings.text() : null,
            new IndexSettings(
                random.nextInt(512),
                random.nextInt(3_200),
                random.nextBoolean(),
                random.nextDouble(),
                any(AnalysisKind.values())));
    return new MetaCommand.CreateCollection(
        settings, Stream.generate(() -> replicas(replicas)).limit(shards).toList());
  }

  private List<NodeId> replicas(int count) {
    var ids = new ArrayList<NodeId>();
    for (int i = random.nextInt(NODES); ids.size() < count; i++) {
      ids.add(id(i % NODES));
    }
    return ids;
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
