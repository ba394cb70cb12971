package dev.quiver.store;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random writes, removals, searches, reopenings and node losses: one shard on one node, four shards
 * three times over, and a plain map must agree. {@code -Dquiver.seed=} replays a run, {@code
 * -Dquiver.operations=} makes it longer.
 */
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class DifferentialTest {
  private static final int IDS = 400;
  private static final int MANY_IDS = 3_600;
  private static final int MANY = 6_500;
  private static final int OPERATIONS = Integer.getInteger("quiver.operations", 130);

  @TempDir Path directory;
  private final long seed = Seed.next();
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

  /** All are looked at, so every answer must be the same bit for bit. */
  @ParameterizedTest
  @EnumSource
  void storesAgreeWithAMap(Metric metric) {
    run(metric, IDS, 0, OPERATIONS);
  }

  /** Every message is encoded; some are lost, some come twice, some late. */
  @Test
  void nodesThatAreReachedByMessagesAgreeWithAMap() {
    Weather rough = Weather.rough();
    compare(
        StoreUnderTest.reachedBy(
            host -> new LoopbackHost(host, rough), directory.resolve("far"), Metric.COSINE),
        Metric.COSINE,
        IDS,
        0,
        OPERATIONS);
  }

  /** So many match that graphs are walked, unless a filter leaves few. */
  @Test
  void storesAgreeWithAMapOfManyRecords() {
    List<Metric> metrics = List.of(Metric.values());
    Metric metric = metrics.get(random.nextInt(metrics.size()));
    run(metric, MANY_IDS, MANY, OPERATIONS / 4);
  }

  /**
   * @param first how many records are put before anything else is done; with none, vectors tie
   */
  private void run(Metric metric, int ids, int first, int steps) {
    var many = new StoreUnderTest(directory.resolve("many"), metric, 3, 4, 3);
    compare(many, metric, ids, first, steps);
  }

  private void compare(StoreUnderTest many, Metric metric, int ids, int first, int steps) {
    var one = new StoreUnderTest(directory.resolve("one"), metric, 1, 1, 1);
    String last = "nothing yet";
    try (one;
        many) {
      var run = new RandomRun(random, metric, ids, first == 0, List.of(one, many));
      run.fill(first);
      for (int i = 0; i < steps; i++) {
        last = i + ": " + run.step();
      }
      run.compare(null);
      run.agreement().checkScans(null);
      if (first > 0) {
        run.agreement().checkRecall(steps);
      }
    } catch (AssertionError | RuntimeException failed) {
      throw new AssertionError(
          "replay with -Dquiver.seed=" + seed + ", last step " + last + ": " + failed, failed);
    }
  }
}
