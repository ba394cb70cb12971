package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.error.StoreUnavailableException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of a cluster, opened by the first call that needs it, and by later ones until that
 * succeeds. One call opens at a time; the others wait and can be interrupted. What is opened here
 * is closed here. Thread-safe.
 */
final class ClusterStore implements AutoCloseable {
  private final Supplier<? extends EmbeddingStore<TextSegment>> opener;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable EmbeddingStore<TextSegment> opened;
  private boolean closed;

  ClusterStore(Supplier<? extends EmbeddingStore<TextSegment>> opener) {
    this.opener = opener;
  }

  EmbeddingStore<TextSegment> get() {
    EmbeddingStore<TextSegment> there = opened;
    return there == null ? open() : there;
  }

  private EmbeddingStore<TextSegment> open() {
    try {
      opening.lockInterruptibly();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("opening the cluster", interrupted);
    }
    try {
      EmbeddingStore<TextSegment> there = opened;
      return there == null ? keep(made()) : there;
    } finally {
      opening.unlock();
    }
  }

  /** Whatever is wrong with it, it is nothing the caller of a search has asked for. */
  private EmbeddingStore<TextSegment> made() {
    EmbeddingStore<TextSegment> made;
    try {
      made = opener.get();
    } catch (RuntimeException failed) {
      throw new StoreUnavailableException("it cannot be opened: " + failed.getMessage(), failed);
    }
    if (made == null) {
      throw new StoreUnavailableException("it cannot be opened: what opens it returns null", null);
    }
    return made;
  }

  private EmbeddingStore<TextSegment> keep(EmbeddingStore<TextSegment> made) {
    synchronized (this) {
      if (!closed) {
        opened = made;
        return made;
      }
    }
    close(made);
    throw new StoreUnavailableException(
        "it was opened too late: the failover store is closed", null);
  }

  @Override
  public void close() {
    EmbeddingStore<TextSegment> last;
    synchronized (this) {
      closed = true;
      last = opened;
    }
    close(last);
  }

  static void close(@Nullable EmbeddingStore<TextSegment> store) {
    if (store instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException failed) {
        throw failed;
      } catch (Exception failed) {
        throw new StoreUnavailableException("it cannot be closed: " + failed.getMessage(), failed);
      }
    }
  }
}
