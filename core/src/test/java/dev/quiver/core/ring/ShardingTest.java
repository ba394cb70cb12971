package dev.quiver.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Seeds;
import dev.quiver.core.cluster.ShardId;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardingTest {
  private static final int KEYS = 20_000;

  /** Values that stored records depend on: whoever changes them loses data. */
  @ParameterizedTest
  @CsvSource({
    "'', 14, 2",
    "a, 7, 15",
    "document-42, 1, 15",
    "Grüße, 7, 8",
    "文档, 2, 11",
    "🪶, 6, 15"
  })
  void shardsOfKnownKeysNeverChange(String key, int consistent, int hash) {
    assertThat(Sharding.consistent(16).shardOf(key)).isEqualTo(new ShardId(consistent));
    assertThat(Sharding.hash(16).shardOf(key)).isEqualTo(new ShardId(hash));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 63, 64, 100})
  void consistentShardingGrowsByMovingKeysToTheNewShardOnly(int shards) {
    Sharding before = Sharding.consistent(shards);
    Sharding after = Sharding.consistent(shards + 1);
    int moved = 0;
    for (int i = 0; i < KEYS; i++) {
      ShardId old = before.shardOf("key-" + i);
      ShardId now = after.shardOf("key-" + i);
      if (!old.equals(now)) {
        assertThat(now.number()).isEqualTo(shards);
        moved++;
      }
    }
    assertWithinFiveSigma(moved, 1.0 / (shards + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 64})
  void hashedKeysAreSpreadEvenly(int shards) {
    for (Sharding sharding : List.of(Sharding.consistent(shards), Sharding.hash(shards))) {
      var counts = new int[shards];
      for (int i = 0; i < KEYS; i++) {
        counts[sharding.shardOf("key-" + i).number()]++;
      }
      for (int count : counts) {
        assertWithinFiveSigma(count, 1.0 / shards);
      }
    }
  }

  private static void assertWithinFiveSigma(int count, double probability) {
    double sigma = Math.sqrt(KEYS * probability * (1 - probability));
    assertThat((double) count)
        .isBetween(KEYS * probability - 5 * sigma, KEYS * probability + 5 * sigma);
  }

  @Test
  void aBoundBelongsToTheShardItOpens() {
    Sharding range = Sharding.range("g", "n");

    assertThat(range.shards()).isEqualTo(3);
    assertThat(range.shardOf("")).isEqualTo(new ShardId(0));
    assertThat(range.shardOf("fzz")).isEqualTo(new ShardId(0));
    assertThat(range.shardOf("g")).isEqualTo(new ShardId(1));
    assertThat(range.shardOf("mzz")).isEqualTo(new ShardId(1));
    assertThat(range.shardOf("n")).isEqualTo(new ShardId(2));
    assertThat(Sharding.range().shardOf("anything")).isEqualTo(new ShardId(0));
  }

  @Test
  void rangesAreInUtf16OrderNotInUtf8Order() {
    String feather = "\ud83e\udeb6";
    Sharding range = Sharding.range("\ue000");

    assertThat(range.shardOf(feather)).isEqualTo(new ShardId(0));
    assertThat(Sharding.range(feather, "\ue000").shards()).isEqualTo(3);
  }

  @Test
  void boundsMustBeStrictlyAscending() {
    assertThatThrownBy(() -> Sharding.range("b", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bounds must be strictly ascending, but \"b\" is followed by \"a\"");
    assertThatThrownBy(() -> Sharding.range("a", "a"))
        .hasMessage("bounds must be strictly ascending, but \"a\" is followed by \"a\"");
  }

  @Test
  void aRangeTouchesTheShardsOfAllItsKeysAndNoOthers() {
    Seeds.each(500, ShardingTest::checkTouching);
  }

  private static void checkTouching(RandomGenerator random) {
    String[] bounds =
        IntStream.range(0, random.nextInt(8))
            .mapToObj(i -> word(random))
            .distinct()
            .sorted()
            .toArray(String[]::new);
    Sharding range = Sharding.range(bounds);
    String from = word(random);
    String to = word(random);
    if (from.compareTo(to) > 0) {
      String swap = from;
      from = to;
      to = swap;
    }
    List<ShardId> touched = range.shardsTouching(from, to);
    assertThat(touched).isSorted().contains(range.shardOf(from), range.shardOf(to));
    for (int i = 0; i < 20; i++) {
      String key = word(random);
      if (key.compareTo(from) >= 0 && key.compareTo(to) <= 0) {
        assertThat(touched).contains(range.shardOf(key));
      }
    }
    assertThat(touched).hasSize(range.shardOf(to).number() - range.shardOf(from).number() + 1);
  }

  private static String word(RandomGenerator random) {
    return random
        .ints(random.nextInt(3), 'a', 'e')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void openEndsTouchEverythingOnTheirSide() {
    Sharding range = Sharding.range("g", "n");

    assertThat(range.shardsTouching(null, "g")).containsExactly(new ShardId(0), new ShardId(1));
    assertThat(range.shardsTouching("g", null)).containsExactly(new ShardId(1), new ShardId(2));
    assertThat(range.shardsTouching(null, null)).hasSize(3);
  }

  @Test
  void aHashedRangeTouchesEverythingUnlessItIsOneKey() {
    for (Sharding sharding : List.of(Sharding.consistent(4), Sharding.hash(4))) {
      assertThat(sharding.shardsTouching("a", "b")).hasSize(4);
      assertThat(sharding.shardsTouching("a", null)).hasSize(4);
      assertThat(sharding.shardsTouching("a", "a")).containsExactly(sharding.shardOf("a"));
    }
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsRefused() {
    for (Sharding sharding :
        List.of(Sharding.consistent(4), Sharding.hash(4), Sharding.range("g"))) {
      assertThatThrownBy(() -> sharding.shardsTouching("b", "a"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("from must not be after to (\"a\"), but was \"b\"");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, Sharding.MAX_SHARDS + 1})
  void theNumberOfShardsIsLimited(int shards) {
    assertThatThrownBy(() -> Sharding.consistent(shards))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shards must be between 1 and 1000000, but was " + shards);
    assertThatThrownBy(() -> Sharding.hash(shards)).isInstanceOf(IllegalArgumentException.class);
  }
}
