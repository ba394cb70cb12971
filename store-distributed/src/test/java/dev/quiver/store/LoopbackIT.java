package dev.quiver.store;

import org.junit.jupiter.api.Nested;

/** Catches what is lost of a request or an answer that has to travel: LangChain4j's own suites. */
final class LoopbackIT {

  @Nested
  final class Filtering extends FilteringSuite {
    Filtering() {
      super(TestStores.ENCODED, SearchMode.VECTOR);
    }
  }

  @Nested
  final class Removal extends RemovalSuite {
    Removal() {
      super(TestStores.ENCODED, SearchMode.VECTOR);
    }
  }

  @Nested
  final class HybridFiltering extends HybridFilteringIT.Suite {
    HybridFiltering() {
      super(TestStores.ENCODED);
    }
  }
}
