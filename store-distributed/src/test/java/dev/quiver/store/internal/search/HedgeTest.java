package dev.quiver.store.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.meter.Meters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A late node's shards are asked of others, within the budget; every shard is counted once. */
@Timeout(60)
class HedgeTest {
  private static final List<List<Integer>> EVERYWHERE = List.of(List.of(0, 1, 2));

  private final FakeCluster cluster = new FakeCluster().knowsHowLongACountTakes();

  private int hedges() {
    return cluster.asked(Meters.Cause.HEDGE);
  }

  @Test
  void theSecondNodeAnswersForTheLateOneWhoseWorkIsCancelled() {
    cluster.mayHedge(1).node(0).isSilent();

    assertThat(cluster.count(EVERYWHERE)).isEqualTo(1);

    assertThat(hedges()).isEqualTo(1);
    assertThat(cluster.node(0).futures.getFirst()).isCancelled();
    assertThat(cluster.reads(0, 0)).isEqualTo(1);
    assertThat(cluster.reads(0, 1)).isEqualTo(1);
    assertThat(cluster.reads(0, 2)).isZero();
  }

  @Test
  void withoutBudgetTheLateOneIsWaitedFor() {
    cluster.node(0).isSilent().then(cluster.node(0)::answerSoon);

    assertThat(cluster.count(EVERYWHERE)).isEqualTo(1);

    assertThat(hedges()).isZero();
    assertThat(cluster.node(1).asks).isEmpty();
  }

  @Test
  void nothingIsSentTwiceWhereNothingIsKnown() {
    var strange = new FakeCluster().mayHedge(5);
    strange.node(0).isSilent().then(strange.node(0)::answerSoon);

    assertThat(strange.count(EVERYWHERE)).isEqualTo(1);

    assertThat(strange.asked(Meters.Cause.HEDGE)).isZero();
  }

  @Test
  void theLateOneStillWinsWhereItAnswersFirst() {
    cluster.mayHedge(1);
    cluster.node(0).isSilent();
    cluster.node(1).isSilent().then(cluster.node(0)::answerSoon);

    assertThat(cluster.count(EVERYWHERE)).isEqualTo(1);

    assertThat(hedges()).isEqualTo(1);
    assertThat(cluster.node(1).futures.getFirst()).isCancelled();
  }

  @Test
  void aHedgeThatFailsHarmsNobody() {
    cluster.mayHedge(1);
    cluster.node(0).isSilent();
    cluster.node(1).fails(new StoreUnavailableException("disk", null));
    cluster.node(1).then(cluster.node(0)::answerSoon);

    assertThat(cluster.count(EVERYWHERE)).isEqualTo(1);

    assertThat(hedges()).isEqualTo(1);
    assertThat(cluster.node(2).asks).isEmpty();
  }

  @Test
  void whenTheFirstFailsTheHedgeIsWaitedFor() {
    cluster.mayHedge(1);
    cluster.node(0).isSilent();
    cluster
        .node(1)
        .isSilent()
        .then(
            () -> {
              cluster
                  .node(0)
                  .futures
                  .getFirst()
                  .completeExceptionally(new StoreUnavailableException("disk", null));
              cluster.node(1).answerSoon();
            });

    assertThat(cluster.count(EVERYWHERE)).isEqualTo(1);

    assertThat(cluster.node(2).asks).isEmpty();
  }

  @Test
  void theHedgesOfOneNodesShardsWinTogether() {
    cluster.mayHedge(2).node(0).isSilent();

    long rows = cluster.count(List.of(List.of(0, 1), List.of(0, 2), List.of(0, 1)));

    assertThat(rows).isEqualTo(3);
    assertThat(hedges()).isEqualTo(2);
    assertThat(cluster.node(1).asks.getFirst().atLeast()).hasSize(2);
    assertThat(cluster.node(2).asks.getFirst().atLeast()).hasSize(1);
    assertThat(cluster.node(0).futures.getFirst()).isCancelled();
  }

  @Test
  void halfAHedgeIsNoneAndWhatItBroughtIsLetGo() {
    cluster.mayHedge(2);
    cluster.node(0).isSilent();
    cluster.node(2).fails(new StoreUnavailableException("disk", null));
    cluster.node(2).then(cluster.node(0)::answerSoon);

    assertThat(cluster.count(List.of(List.of(0, 1), List.of(0, 2)))).isEqualTo(2);

    assertThat(cluster.node(1).released).hasValue(cluster.node(1).answered.get());
  }

  @Test
  void halfAHedgeServesWhereTheFirstFailsAfterAll() {
    cluster.mayHedge(2);
    cluster.node(0).isSilent();
    cluster.node(2).fails(new StoreUnavailableException("disk", null));
    cluster
        .node(2)
        .then(
            () -> {
              cluster.node(2).answers().then(() -> {});
              cluster
                  .node(0)
                  .answers()
                  .futures
                  .getFirst()
                  .completeExceptionally(new StoreUnavailableException("disk", null));
            });

    assertThat(cluster.count(List.of(List.of(0, 1), List.of(0, 2)))).isEqualTo(2);
  }

  @Test
  void aShardWithoutAnotherReplicaIsNotHedged() {
    cluster.mayHedge(5);
    cluster.node(0).isSilent().then(cluster.node(0)::answerSoon);

    assertThat(cluster.count(List.of(List.of(0), List.of(0, 1)))).isEqualTo(2);

    assertThat(hedges()).isZero();
  }

  @Test
  void everythingTakenIsReleasedWhereTheReadFails() {
    cluster.mayHedge(1);
    cluster.node(0).isSilent();
    cluster.node(2).fails(new StoreUnavailableException("disk", null));

    assertThatThrownBy(() -> cluster.count(List.of(List.of(0, 1), List.of(2))))
        .isInstanceOf(ShardUnavailableException.class)
        .hasMessageContaining("shard-1");

    cluster.nodes.forEach(host -> assertThat(host.released).hasValue(host.answered.get()));
  }
}
