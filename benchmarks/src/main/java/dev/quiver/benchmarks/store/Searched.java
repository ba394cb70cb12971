package dev.quiver.benchmarks.store;

import java.util.List;
import java.util.function.Supplier;

/** A way to find the nearest records. */
interface Searched {
  /** The nearest {@link Settings#K}. Any thread. */
  Answer search(float[] query);

  /**
   * What was found.
   *
   * @param numbers tells the numbers of the records, at a cost that is not the contender's
   */
  record Answer(int size, Supplier<List<Integer>> numbers) {
    List<Integer> records() {
      return numbers.get();
    }
  }
}
