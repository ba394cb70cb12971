package dev.quiver.benchmarks.failover;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.store.QuiverEmbeddingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in trouble: an embedded store that can be killed, which closes it in the middle of what
 * it does, slowed, or made to fail one call in five, before or after the call has taken effect.
 */
final class Troubled implements EmbeddingStore<TextSegment>, DrillCluster {
  private static final int FAILS_ONE_IN = 5;
  private static final Duration DELAY = Duration.ofMillis(50);

  private final Path directory;
  private volatile QuiverEmbeddingStore store;
  private volatile Trouble trouble = Trouble.NONE;

  Troubled(Path directory) {
    this.directory = directory;
    this.store = open();
  }

  private QuiverEmbeddingStore open() {
    return QuiverEmbeddingStore.builder().directory(directory).build();
  }

  @Override
  public EmbeddingStore<TextSegment> front() {
    return this;
  }

  @Override
  public QuiverEmbeddingStore store() {
    return store;
  }

  @Override
  public List<Trouble> troubles() {
    return List.of(Trouble.NONE, Trouble.KILLED, Trouble.SLOW, Trouble.FLAKY);
  }

  @Override
  public void suffer(Trouble next) {
    if (trouble == Trouble.KILLED && next != Trouble.KILLED) {
      store = open();
    }
    trouble = next;
    if (next == Trouble.KILLED) {
      store.close();
    }
  }

  private <T> T call(Function<QuiverEmbeddingStore, T> call) {
    boolean fails = false;
    if (trouble == Trouble.SLOW) {
      LockSupport.parkNanos(DELAY.toNanos());
    } else if (trouble == Trouble.FLAKY) {
      fails = ThreadLocalRandom.current().nextInt(FAILS_ONE_IN) == 0;
      if (fails && ThreadLocalRandom.current().nextBoolean()) {
        throw new IllegalStateException("the request was lost");
      }
    }
    T answer = call.apply(store);
    if (fails) {
      throw new IllegalStateException("the answer was lost");
    }
    return answer;
  }

  private void run(Consumer<QuiverEmbeddingStore> call) {
    call(
        here -> {
          call.accept(here);
          return true;
        });
  }

  @Override
  public String add(Embedding embedding) {
    return call(here -> here.add(embedding));
  }

  @Override
  public void add(String id, Embedding embedding) {
    run(here -> here.add(id, embedding));
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return call(here -> here.add(embedding, segment));
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    return call(here -> here.addAll(embeddings));
  }

  @Override
  public void addAll(
      List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    run(here -> here.addAll(ids, embeddings, segments));
  }

  @Override
  public void removeAll(Collection<String> ids) {
    run(here -> here.removeAll(ids));
  }

  @Override
  public void removeAll(Filter filter) {
    run(here -> here.removeAll(filter));
  }

  @Override
  public void removeAll() {
    run(QuiverEmbeddingStore::removeAll);
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return call(here -> here.search(request));
  }

  @Override
  public void close() {
    store.close();
  }
}
