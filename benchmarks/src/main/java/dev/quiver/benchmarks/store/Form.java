package dev.quiver.benchmarks.store;

import dev.quiver.store.Durability;
import dev.quiver.store.IndexOptions;
import dev.quiver.store.Quantization;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStoreBuilder;
import dev.quiver.store.SearchMode;
import dev.quiver.store.TextAnalysis;
import java.nio.file.Path;
import java.time.Duration;

/** What a collection that is compared is made as. */
record Form(
    Durability durability,
    int shards,
    Quantization quantization,
    TextAnalysis analysis,
    SearchMode mode) {
  static final Durability INTERVAL = Durability.interval(Duration.ofSeconds(1));

  /** Texts are kept but not indexed, as they are in bare Lucene here. */
  static final Form PLAIN =
      new Form(INTERVAL, 1, Quantization.NONE, TextAnalysis.NONE, SearchMode.VECTOR);

  /** On a machine that is busy with other work a batch may wait long for its turn. */
  private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(2);

  Form with(Durability other) {
    return new Form(other, shards, quantization, analysis, mode);
  }

  Form with(Quantization other) {
    return new Form(durability, shards, other, analysis, mode);
  }

  /** With its texts indexed, and searched by both. */
  Form hybrid(TextAnalysis kind) {
    return new Form(durability, shards, quantization, kind, SearchMode.HYBRID);
  }

  Form withShards(int number) {
    return new Form(durability, number, quantization, analysis, mode);
  }

  QuiverEmbeddingStore open(Path folder, double recall) {
    QuiverEmbeddingStoreBuilder builder =
        QuiverEmbeddingStore.builder()
            .directory(folder)
            .shards(shards)
            .durability(durability)
            .textAnalysis(analysis)
            .searchMode(mode)
            .writeTimeout(WRITE_TIMEOUT)
            .index(IndexOptions.defaults().quantization(quantization).targetRecall(recall));
    return builder.build();
  }
}
