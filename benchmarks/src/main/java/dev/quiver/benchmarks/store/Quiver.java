package dev.quiver.benchmarks.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.store.IndexOptions;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The store as an application has it: one node, in a folder. */
final class Quiver extends LangChainContender {
  /** Records whose vectors are searched for until the store is at rest. */
  private static final int QUERIES = 1_000;

  private final Path folder;
  private final Form form;
  private double recall = IndexOptions.DEFAULT_TARGET_RECALL;
  private QuiverEmbeddingStore store;

  Quiver(Path folder, Form form) {
    this.folder = folder;
    this.form = form;
    this.store = form.open(folder, recall);
  }

  @Override
  public String name() {
    return "Quiver";
  }

  Path folder() {
    return folder;
  }

  @Override
  QuiverEmbeddingStore store() {
    return store;
  }

  @Override
  public void finish() {
    store.flush();
  }

  void compact() {
    store.admin().compact();
  }

  /** The recall that the store is open with. */
  double recall() {
    return recall;
  }

  /** The same store, asked for this recall search by search. */
  Searched aimedAt(double target) {
    SearchOptions options = SearchOptions.defaults().withRecall(target);
    return query -> answer(store.search(request(query, Share.ALL), options).matches());
  }

  /** At rest when it returns: searches cost then what they cost a store in use. */
  void reopen(double target) {
    shut();
    recall = target;
    open();
    List<float[]> queries;
    try (Stream<EmbeddingMatch<TextSegment>> records = store.scan(null)) {
      queries = records.limit(QUERIES).map(record -> record.embedding().vector()).toList();
    }
    Background.settle(
        Math.toIntExact(store.count()), number -> matches(queries.get(number % queries.size())));
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
  public void shut() {
    store.close();
  }

  @Override
  public void open() {
    store = form.open(folder, recall);
  }

  @Override
  public void close() {
    store.close();
  }
}
