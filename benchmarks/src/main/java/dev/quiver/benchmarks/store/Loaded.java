package dev.quiver.benchmarks.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * A contender with the records it has taken.
 *
 * @param heap bytes it added to the heap
 */
record Loaded<C extends Contender>(C contender, Path folder, Ingestion load, long heap) {

  static <C extends Contender> Loaded<C> of(
      Bench bench, Path folder, Duration budget, Function<Path, C> maker) {
    long before = Footprint.heap();
    C contender = maker.apply(folder);
    Ingestion load = Ingestion.of(contender, bench.data(), budget, bench.crew());
    return new Loaded<>(contender, folder, load, Footprint.heap() - before);
  }

  String name() {
    return contender.name();
  }
}
