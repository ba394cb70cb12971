package dev.quiver.benchmarks.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.Durability;
import dev.quiver.store.IndexOptions;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchOptions;
import dev.quiver.store.TextAnalysis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * The store as an application has it: one node, one shard, in a folder. Texts are kept but not
 * indexed, as they are in bare Lucene here.
 */
final class Quiver extends LangChainContender {
  static final Durability INTERVAL = Durability.interval(Duration.ofSeconds(1));

  private final Path folder;
  private final Durability durability;
  private QuiverEmbeddingStore store;

  Quiver(Path folder, Durability durability) {
    this.folder = folder;
    this.durability = durability;
    this.store = open(IndexOptions.DEFAULT_TARGET_RECALL);
  }

  private QuiverEmbeddingStore open(double recall) {
    return QuiverEmbeddingStore.builder()
        .directory(folder)
        .durability(durability)
        .textAnalysis(TextAnalysis.NONE)
        .index(IndexOptions.defaults().targetRecall(recall))
        .build();
  }

  @Override
  public String name() {
    return "Quiver";
  }

  Path folder() {
    return folder;
  }

  @Override
  EmbeddingStore<TextSegment> store() {
    return store;
  }

  @Override
  public void finish() {
    store.flush();
  }

  void compact() {
    store.admin().compact();
  }

  long count() {
    return store.count();
  }

  /** The same store, asked for this recall search by search. */
  Searched aimedAt(double recall) {
    SearchOptions options = SearchOptions.defaults().withRecall(recall);
    return query -> answer(store.search(request(query), options).matches());
  }

  void reopen(double recall) {
    store.close();
    store = open(recall);
  }

  /** Throws unless a search gives back text, metadata and vector as they were added. */
  void checkAnswers(Dataset data) {
    for (EmbeddingMatch<TextSegment> match : matches(data.queries()[0])) {
      int record = number(match);
      TextSegment segment = match.embedded();
      boolean same =
          Arrays.equals(match.embedding().vector(), data.vector(record))
              && Arrays.equals(segment.text().getBytes(StandardCharsets.UTF_8), data.text(record))
              && Dataset.source(record).equals(segment.metadata().getString("source"))
              && Integer.valueOf(record).equals(segment.metadata().getInteger("number"));
      if (!same) {
        throw new IllegalStateException("match must be what was added, but was " + match);
      }
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
