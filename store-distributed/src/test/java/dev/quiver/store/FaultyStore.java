package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.store.error.WriteFailedException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store with a bad day: what happens to its calls is for the test to say. */
final class FaultyStore implements EmbeddingStore<TextSegment> {
  /** What happens to one call. */
  interface Fault {
    <T> T happen(Supplier<T> call);
  }

  static final Fault NONE = Supplier::get;

  /** Nothing is done. */
  static final Fault DOWN =
      new Fault() {
        @Override
        public <T> T happen(Supplier<T> call) {
          throw new IllegalStateException("connection refused");
        }
      };

  /** Nothing is stored, and the store says so. */
  static Fault refusing(String id, Runnable asked) {
    return new Fault() {
      @Override
      public <T> T happen(Supplier<T> call) {
        asked.run();
        var why = new IllegalStateException("no leader");
        throw new WriteFailedException("adding", List.of(), List.of(id), List.of(), why);
      }
    };
  }

  /** It is done, and the answer is lost. */
  static final Fault ANSWER_LOST =
      new Fault() {
        @Override
        public <T> T happen(Supplier<T> call) {
          T ignored = call.get();
          throw new IllegalStateException("connection reset after " + ignored);
        }
      };

  final AtomicInteger calls = new AtomicInteger();
  private final EmbeddingStore<TextSegment> store;
  private volatile Fault fault = NONE;

  FaultyStore(EmbeddingStore<TextSegment> store) {
    this.store = store;
  }

  void suffer(Fault next) {
    fault = next;
  }

  /** Calls wait, deaf to interruption, and are done when the latch opens. */
  static Fault lateUntil(CountDownLatch opened) {
    return new Fault() {
      @Override
      public <T> T happen(Supplier<T> call) {
        boolean interrupted = false;
        while (opened.getCount() > 0) {
          try {
            opened.await();
          } catch (InterruptedException ignored) {
            interrupted = true;
          }
        }
        try {
          return call.get();
        } finally {
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
        }
      }
    };
  }

  private <T> T call(Supplier<T> call) {
    calls.incrementAndGet();
    return fault.happen(call);
  }

  private void run(Runnable call) {
    call(
        () -> {
          call.run();
          return true;
        });
  }

  @Override
  public String add(Embedding embedding) {
    return call(() -> store.add(embedding));
  }

  @Override
  public void add(String id, Embedding embedding) {
    run(() -> store.add(id, embedding));
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return call(() -> store.add(embedding, segment));
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    return call(() -> store.addAll(embeddings));
  }

  @Override
  @SuppressWarnings("NullAway") // handed on as it came
  public void addAll(
      List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    run(() -> store.addAll(ids, embeddings, segments));
  }

  @Override
  public void removeAll(Collection<String> ids) {
    run(() -> store.removeAll(ids));
  }

  @Override
  public void removeAll(Filter filter) {
    run(() -> store.removeAll(filter));
  }

  @Override
  public void removeAll() {
    run(store::removeAll);
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return call(() -> store.search(request));
  }
}
