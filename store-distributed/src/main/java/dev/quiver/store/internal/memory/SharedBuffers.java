package dev.quiver.store.internal.memory;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Buffers that share one limit by use: each grows as it is filled, and when all together are too
 * large the largest is written out. So one that is idle keeps what it has, which is little sooner
 * or later, and one that is busy has what there is. Any thread.
 *
 * <p>Whoever fills a buffer beyond the limit writes out itself, and whoever else does meanwhile
 * waits for that: nobody fills faster than is written out. So together they hold no more than the
 * limit and what each of those who fill has added since it last asked.
 */
public final class SharedBuffers {
  private final long limit;
  private final Set<Share> shares = ConcurrentHashMap.newKeySet();
  private final AtomicLong total = new AtomicLong();
  private final ReentrantLock writingOut = new ReentrantLock();

  public SharedBuffers(long limit) {
    this.limit = limit;
  }

  /**
   * A buffer that takes part.
   *
   * @param writeOut makes it smaller and says so by {@link Share#holds}; called by whichever thread
   *     fills a buffer, one at a time
   */
  public Share share(Runnable writeOut) {
    var share = new Share(writeOut);
    shares.add(share);
    return share;
  }

  public long limit() {
    return limit;
  }

  /** What all hold. */
  public long total() {
    return total.get();
  }

  /** One buffer. */
  public final class Share implements AutoCloseable {
    private final Runnable writeOut;
    private final AtomicLong bytes = new AtomicLong();

    private Share(Runnable writeOut) {
      this.writeOut = writeOut;
    }

    /** What it holds now. */
    public void holds(long now) {
      if (shares.contains(this)) {
        total.addAndGet(now - bytes.getAndSet(now));
      }
    }

    /** What it holds now that it was filled. Blocks while all together hold too much. */
    public void filled(long now) {
      holds(now);
      if (total.get() > limit) {
        relieve();
      }
    }

    /** It holds nothing any more, and takes no part. */
    @Override
    public void close() {
      holds(0);
      shares.remove(this);
    }
  }

  private void relieve() {
    writingOut.lock();
    try {
      var inVain = new HashSet<Share>();
      Optional<Share> largest = largest(inVain);
      while (total.get() > limit && largest.isPresent()) {
        Share share = largest.get();
        long before = share.bytes.get();
        share.writeOut.run();
        if (share.bytes.get() >= before) {
          inVain.add(share);
        }
        largest = largest(inVain);
      }
    } finally {
      writingOut.unlock();
    }
  }

  private Optional<Share> largest(Set<Share> except) {
    return shares.stream()
        .filter(share -> share.bytes.get() > 0 && !except.contains(share))
        .max(Comparator.comparingLong(share -> share.bytes.get()));
  }
}
