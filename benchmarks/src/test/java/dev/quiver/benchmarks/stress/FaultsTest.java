package dev.quiver.benchmarks.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.SearchOptions;
import dev.quiver.store.SearchReport;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.ShardUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store of three nodes and eight shards answers whatever one replica of each shard does. */
@Timeout(120)
class FaultsTest {
  private static final long SEED = 42;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LOOK_NANOS = 1_000_000;

  @SuppressWarnings("NullAway.Init") // made before the first test
  private static Bed bed;

  @BeforeAll
  static void fill() throws IOException {
    bed = new Bed(new Records(2_500, SEED));
  }

  @AfterEach
  void heal() {
    bed.faults().clear();
  }

  @AfterAll
  static void close() throws IOException {
    bed.close();
  }

  private static void awaitWaiting(IntPredicate wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.test(bed.faults().waiting())) {
      assertThat(System.nanoTime() - end)
          .as("nanoseconds beyond %s; %d answers waited for", PATIENCE, bed.faults().waiting())
          .isNegative();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static List<?> matches(int number) {
    return bed.store().search(bed.query(number)).matches();
  }

  @Test
  void everySecondCallFailingMakesNoSearchFail() {
    List<?> expected = matches(0);
    bed.faults().failEverySecond("node-1");
    assertThat(bed.search(2, 200).failures()).isEmpty();
    assertThat(matches(0)).isEqualTo(expected);
    assertThat(bed.asked("again")).isPositive();
  }

  @Test
  void aSlowNodeMakesNoSearchFailAndFewRequestsExtra() {
    bed.search(2, 100);
    List<?> expected = matches(1);
    bed.faults().slow("node-1", 50);
    assertThat(bed.search(2, 200).failures()).isEmpty();
    assertThat(matches(1)).isEqualTo(expected);
    assertThat(bed.asked("hedge")).isLessThanOrEqualTo(bed.asked("first") / 20);
  }

  @Test
  void aLostShardIsNamedOrItsShareIsMissing() {
    bed.faults().lose(3);

    assertThatThrownBy(() -> matches(2))
        .isInstanceOfSatisfying(
            ShardUnavailableException.class,
            missing -> assertThat(missing.shards()).containsExactly(new ShardId(3)))
        .hasMessageContaining("[shard-3] of 8 asked");
    assertThatThrownBy(() -> bed.store().searchAll(bed.queries(3)))
        .isInstanceOf(ShardUnavailableException.class);
    var partial = SearchOptions.defaults().withAllowPartial(true);
    assertThat(bed.store().search(bed.query(2), partial).matches()).isNotEmpty();

    bed.reopen(builder -> builder.allowPartial(true));
    bed.faults().lose(3);
    SearchReport report = bed.store().explain(bed.query(2));
    assertThat(report.coverage()).isEqualTo(0.875);
    assertThat(report.shards())
        .extracting(SearchReport.ShardAnswer::shard)
        .containsExactly(0, 1, 2, 4, 5, 6, 7);
    assertThat(bed.store().searchAll(bed.queries(3)))
        .allSatisfy(result -> assertThat(result.matches()).isNotEmpty());
    bed.reopen(builder -> builder);
  }

  @Test
  void explainSaysWhoAnsweredForEveryShard() {
    SearchReport report = bed.store().explain(bed.query(3));
    assertThat(report.coverage()).isEqualTo(1);
    assertThat(report.cacheHit()).isFalse();
    assertThat(report.shards())
        .hasSize(8)
        .allSatisfy(
            answer -> {
              assertThat(answer.node()).startsWith("node-");
              assertThat(answer.load()).isBetween(0.0, 1.0);
              assertThat(answer.took()).isPositive().isLessThanOrEqualTo(report.took());
              assertThat(answer.candidates()).isBetween(1, 10);
            });
  }

  @Test
  void theDeadlineOfOneSearchNamesWhatIsMissing() {
    for (int node = 0; node < Bed.NODES; node++) {
      bed.faults().slow("node-" + node, 1_000_000);
    }
    var soon = SearchOptions.defaults().withTimeout(Duration.ofMillis(50));
    assertThatThrownBy(() -> bed.store().search(bed.query(4), soon))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("shard-7] of 8 asked took longer than the 50 ms");
  }

  @Test
  void aCancelledSearchNoLongerWaitsForItsNodes() {
    bed.reopen(builder -> builder.searchTimeout(Duration.ofMinutes(10)));
    for (int node = 0; node < Bed.NODES; node++) {
      bed.faults().slow("node-" + node, 1_000_000);
    }
    CompletableFuture<?> search = bed.store().searchAsync(bed.query(5));
    awaitWaiting(waiting -> waiting > 0);
    assertThat(search.cancel(true)).isTrue();
    awaitWaiting(waiting -> waiting == 0);
    bed.reopen(builder -> builder);
  }
}
