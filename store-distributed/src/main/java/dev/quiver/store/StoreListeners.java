package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreErrorContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreRequestContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreResponseContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are told of a store's calls: before each, and after it how it ended. As everywhere in
 * LangChain4j, a listener that throws fails no call; the log says that it threw. Any thread.
 */
record StoreListeners(List<EmbeddingStoreListener> all) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreListeners.class);

  StoreListeners {
    all = List.copyOf(all);
  }

  StoreListeners and(List<EmbeddingStoreListener> added) {
    var both = new ArrayList<>(all);
    both.addAll(added);
    return new StoreListeners(both);
  }

  @SuppressWarnings("NullAway") // LangChain4j's contexts hold null where there are no segments
  static EmbeddingStoreRequestContext.AddAll<TextSegment> addAll(
      EmbeddingStore<TextSegment> store,
      Map<Object, Object> about,
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    return new EmbeddingStoreRequestContext.AddAll<>(store, about, ids, embeddings, segments);
  }

  @SuppressWarnings("NullAway") // LangChain4j's contexts hold null where there are no ids
  static EmbeddingStoreRequestContext.RemoveAllIds<TextSegment> removeAll(
      EmbeddingStore<TextSegment> store,
      Map<Object, Object> about,
      @Nullable Collection<String> ids) {
    return new EmbeddingStoreRequestContext.RemoveAllIds<>(
        store, about, ids == null ? null : List.copyOf(ids));
  }

  /** Makes a call that returns something. */
  <C extends EmbeddingStoreRequestContext<TextSegment>, T> T hear(
      Function<Map<Object, Object>, C> asked,
      Supplier<T> call,
      BiFunction<C, T, EmbeddingStoreResponseContext<TextSegment>> answered) {
    C context = begin(asked);
    try {
      T value = call.get();
      ended(answered.apply(context, value));
      return value;
    } catch (RuntimeException | Error failed) {
      failed(context, failed);
      throw failed;
    }
  }

  /** Makes a call that returns nothing. */
  <C extends EmbeddingStoreRequestContext<TextSegment>> void hearRun(
      Function<Map<Object, Object>, C> asked,
      Runnable call,
      Function<C, EmbeddingStoreResponseContext<TextSegment>> answered) {
    hear(
        asked,
        () -> {
          call.run();
          return true;
        },
        (context, done) -> answered.apply(context));
  }

  /** Makes one call that answers several requests, told as that many. */
  <C extends EmbeddingStoreRequestContext<TextSegment>, R, T> List<T> hearAll(
      List<R> requests,
      BiFunction<Map<Object, Object>, R, C> asked,
      Supplier<List<T>> call,
      BiFunction<C, T, EmbeddingStoreResponseContext<TextSegment>> answered) {
    List<C> contexts =
        requests.stream().map(one -> begin(about -> asked.apply(about, one))).toList();
    try {
      List<T> values = call.get();
      for (int i = 0; i < values.size(); i++) {
        ended(answered.apply(contexts.get(i), values.get(i)));
      }
      return values;
    } catch (RuntimeException | Error failed) {
      contexts.forEach(context -> failed(context, failed));
      throw failed;
    }
  }

  /** Begins a call that ends some time later. */
  <C extends EmbeddingStoreRequestContext<TextSegment>, T> CompletableFuture<T> hearLater(
      Function<Map<Object, Object>, C> asked,
      Supplier<CompletableFuture<T>> call,
      BiFunction<C, T, EmbeddingStoreResponseContext<TextSegment>> answered) {
    C context = begin(asked);
    CompletableFuture<T> future = call.get();
    var unused =
        future.whenComplete(
            (value, failed) -> {
              if (failed == null) {
                ended(answered.apply(context, value));
              } else {
                failed(context, failed);
              }
            });
    return future;
  }

  private <C extends EmbeddingStoreRequestContext<TextSegment>> C begin(
      Function<Map<Object, Object>, C> asked) {
    C context = asked.apply(new ConcurrentHashMap<>());
    tell(listener -> listener.onRequest(context));
    return context;
  }

  private void ended(EmbeddingStoreResponseContext<TextSegment> context) {
    tell(listener -> listener.onResponse(context));
  }

  private void failed(EmbeddingStoreRequestContext<TextSegment> context, Throwable why) {
    var error = new EmbeddingStoreErrorContext<>(why, context, context.attributes());
    tell(listener -> listener.onError(error));
  }

  private void tell(Consumer<EmbeddingStoreListener> what) {
    for (EmbeddingStoreListener listener : all) {
      try {
        what.accept(listener);
      } catch (RuntimeException broken) {
        LOG.warn("{} threw, and the call goes on without it", listener, broken);
      }
    }
  }
}
