package dev.quiver.store.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.placement.ShardMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterStateTest {
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final ClusterState MEMBERS =
      ClusterState.EMPTY.apply(
          new MetaCommand.RegisterNodes(List.of(Node.named("b"), Node.named("a"))));
  private static final MetaCommand CREATE =
      new MetaCommand.CreateCollection(settings("docs", 0), List.of(List.of(A, B), List.of(B, A)));
  private static final ClusterState CREATED = MEMBERS.apply(CREATE);

  private static CollectionSettings settings(String name, int dimension) {
    return new CollectionSettings(
        name,
        FIRST,
        dimension,
        Similarity.COSINE,
        2,
        ShardingKind.CONSISTENT_HASH,
        List.of(),
        150,
        2,
        null,
        null,
        IndexSettings.DEFAULT);
  }

  private static PlacedCollection docsOf(ClusterState state) {
    return Objects.requireNonNull(state.find("docs"));
  }

  @Test
  void membersThatDependOnTheOrderOfTheirComing() {
    assertThat(MEMBERS.nodes()).containsExactly(Node.named("a"), Node.named("b"));
    var larger = new Node(A, "west", 4);
    ClusterState changed = MEMBERS.apply(new MetaCommand.RegisterNodes(List.of(larger)));
    assertThat(changed.nodes()).containsExactly(larger, Node.named("b"));
    assertThat(changed.epoch()).isEqualTo(MEMBERS.epoch().next());
  }

  @Test
  void aShardMapOfAnotherEpochThanItsCollection() {
    assertThat(CREATED.epoch()).isEqualTo(new Epoch(3));
    assertThat(CREATED.find("docs"))
        .isEqualTo(
            new PlacedCollection(
                settings("docs", 0),
                new ShardMap(new Epoch(3), List.of(List.of(A, B), List.of(B, A)))));
  }

  @Test
  void aCollectionOverwrittenByAnotherOfItsName() {
    var other =
        new MetaCommand.CreateCollection(
            settings("docs", 7).withIncarnation(SECOND), List.of(List.of(A, B), List.of(A, B)));
    assertThat(CREATED.apply(other)).isSameAs(CREATED);
  }

  @Test
  void aShardPlacedOnAStranger() {
    var onStranger =
        new MetaCommand.CreateCollection(
            settings("docs", 0), List.of(List.of(A, B), List.of(A, new NodeId("c"))));
    assertThat(MEMBERS.apply(onStranger)).isSameAs(MEMBERS);
  }

  @Test
  void aDimensionTheSecondWriterChanges() {
    ClusterState known = CREATED.apply(new MetaCommand.SetDimension("docs", FIRST, 384));
    assertThat(docsOf(known).settings()).isEqualTo(settings("docs", 384));
    assertThat(known.apply(new MetaCommand.SetDimension("docs", FIRST, 768))).isSameAs(known);
  }

  @Test
  void aDimensionMeantForWhatWasThereBefore() {
    var late = new MetaCommand.SetDimension("docs", SECOND, 384);
    assertThat(CREATED.apply(late)).isSameAs(CREATED);
  }

  @Test
  void aModelNameThatChangesOrReachesAnotherIncarnation() {
    var first = new MetaCommand.SetModelName("docs", FIRST, "bge");
    ClusterState named = CREATED.apply(first);
    assertThat(docsOf(named).settings()).isEqualTo(settings("docs", 0).withModelName("bge"));
    assertThat(named.apply(new MetaCommand.SetModelName("docs", FIRST, "minilm"))).isSameAs(named);
    assertThat(CREATED.apply(new MetaCommand.SetModelName("docs", SECOND, "bge")))
        .isSameAs(CREATED);
  }

  @Test
  void aCollectionThatComesBackAfterItsDrop() {
    ClusterState dropped = CREATED.apply(new MetaCommand.DropCollection("docs"));
    assertThat(dropped.collections()).isEmpty();
    assertThat(dropped.epoch()).isEqualTo(CREATED.epoch().next());
    assertThat(dropped.apply(new MetaCommand.DropCollection("docs"))).isSameAs(dropped);
    assertThat(dropped.apply(new MetaCommand.SetDimension("docs", FIRST, 3))).isSameAs(dropped);
    assertThat(dropped.apply(new MetaCommand.ReplaceIncarnation("docs", SECOND))).isSameAs(dropped);
  }

  @Test
  void aRestoreThatKeepsTheIncarnationOrLosesTheSettings() {
    var replace = new MetaCommand.ReplaceIncarnation("docs", SECOND);
    ClusterState replaced = CREATED.apply(replace);
    assertThat(docsOf(replaced).settings()).isEqualTo(settings("docs", 0).withIncarnation(SECOND));
    assertThat(docsOf(replaced).shardMap()).isEqualTo(docsOf(CREATED).shardMap());
    assertThat(replaced.apply(replace)).isSameAs(replaced);
  }

  @Test
  void aChangeThatReachesAnotherCollection() {
    var other =
        new MetaCommand.CreateCollection(
            settings("other", 5), List.of(List.of(A, B), List.of(A, B)));
    ClusterState both = CREATED.apply(other);
    assertThat(both.apply(new MetaCommand.DropCollection("docs")).collections())
        .containsOnlyKeys("other");
    assertThat(both.apply(new MetaCommand.ReplaceIncarnation("docs", SECOND)).find("other"))
        .isEqualTo(both.find("other"));
  }

  @Test
  void settingsThatContradictThemselves() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new MetaCommand.CreateCollection(settings("docs", 0), List.of(List.of(A, B))))
        .withMessage("placement of docs must name the nodes of 2 shards, but names those of 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new MetaCommand.CreateCollection(
                    settings("docs", 0), List.of(List.of(A, B), List.of(A, A))))
        .withMessage("placement of docs must name 2 distinct nodes a shard, but names [a, a]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("docs", 4097))
        .withMessage("dimension must be between 1 and 4096, but was 4097");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("../docs", 1))
        .withMessageContaining("but was \"../docs\"");
  }

  @ParameterizedTest
  @CsvSource({"RANGE,a", "RANGE,c;b", "RANGE,b;b", "HASH,a;b", "RANGE,a;b;c"})
  void boundsThatDoNotMakeThreeShards(ShardingKind sharding, String bounds) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CollectionSettings(
                    "docs",
                    FIRST,
                    0,
                    Similarity.COSINE,
                    3,
                    sharding,
                    List.of(bounds.split(";", -1)),
                    150,
                    1,
                    null,
                    null,
                    IndexSettings.DEFAULT))
        .withMessageStartingWith("bounds ");
  }
}
