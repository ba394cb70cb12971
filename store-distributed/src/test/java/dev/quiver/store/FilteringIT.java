package dev.quiver.store;

import org.junit.jupiter.api.Nested;

/**
 * Catches what LangChain4j's own suites of adding, searching and filtering find in any shape of
 * store.
 */
final class FilteringIT {

  @Nested
  final class MemoryOnly extends FilteringSuite {
    MemoryOnly() {
      super(TestStores.MEMORY_ONLY, SearchMode.VECTOR);
    }
  }

  @Nested
  final class OneShard extends FilteringSuite {
    OneShard() {
      super(TestStores.ONE_SHARD, SearchMode.VECTOR);
    }
  }

  @Nested
  final class FourShardsTwice extends FilteringSuite {
    FourShardsTwice() {
      super(TestStores.FOUR_SHARDS_TWICE, SearchMode.VECTOR);
    }
  }

  @Nested
  final class ThreeShardsThrice extends FilteringSuite {
    ThreeShardsThrice() {
      super(TestStores.THREE_SHARDS_THRICE, SearchMode.VECTOR);
    }
  }

  @Nested
  final class RangesByWeight extends FilteringSuite {
    RangesByWeight() {
      super(TestStores.RANGES_BY_WEIGHT, SearchMode.VECTOR);
    }
  }

  @Nested
  final class ByAffinity extends FilteringSuite {
    ByAffinity() {
      super(TestStores.BY_AFFINITY, SearchMode.VECTOR);
    }
  }
}
