package dev.quiver.store;

import org.junit.jupiter.api.Nested;

/** Catches what LangChain4j's own suites of removing find where vectors and words are searched. */
final class HybridRemovalIT {

  @Nested
  final class OneShard extends RemovalSuite {
    OneShard() {
      super(TestStores.ONE_SHARD, SearchMode.HYBRID);
    }
  }

  @Nested
  final class TwoChoices extends RemovalSuite {
    TwoChoices() {
      super(TestStores.TWO_CHOICES, SearchMode.HYBRID);
    }
  }
}
