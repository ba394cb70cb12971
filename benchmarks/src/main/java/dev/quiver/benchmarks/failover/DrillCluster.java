package dev.quiver.benchmarks.failover;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.List;

/** A cluster of the drill, and the troubles it knows. */
interface DrillCluster extends AutoCloseable {
  /** What failover is given. */
  EmbeddingStore<TextSegment> front();

  /** What is compared in the end. */
  QuiverEmbeddingStore store();

  /** Each as likely as the others. */
  List<Trouble> troubles();

  /** Returns when it is so; of {@link Trouble#NONE}, when searches are answered. */
  void suffer(Trouble next);

  @Override
  void close();
}
