package dev.quiver.store;

import org.junit.jupiter.api.Nested;

/** Catches what LangChain4j's own suites of removing find in any shape of store. */
final class RemovalIT {

  @Nested
  final class MemoryOnly extends RemovalSuite {
    MemoryOnly() {
      super(TestStores.MEMORY_ONLY, SearchMode.VECTOR);
    }
  }

  @Nested
  final class OneShard extends RemovalSuite {
    OneShard() {
      super(TestStores.ONE_SHARD, SearchMode.VECTOR);
    }
  }

  @Nested
  final class FourShardsTwice extends RemovalSuite {
    FourShardsTwice() {
      super(TestStores.FOUR_SHARDS_TWICE, SearchMode.VECTOR);
    }
  }

  @Nested
  final class ThreeShardsThrice extends RemovalSuite {
    ThreeShardsThrice() {
      super(TestStores.THREE_SHARDS_THRICE, SearchMode.VECTOR);
    }
  }

  @Nested
  final class RangesByWeight extends RemovalSuite {
    RangesByWeight() {
      super(TestStores.RANGES_BY_WEIGHT, SearchMode.VECTOR);
    }
  }

  @Nested
  final class ByAffinity extends RemovalSuite {
    ByAffinity() {
      super(TestStores.BY_AFFINITY, SearchMode.VECTOR);
    }
  }
}
