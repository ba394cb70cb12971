package dev.quiver.store.internal.memory;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Buffers that share one limit by use: each grows as it is filled, and when all together are too
 * large the largest is written out. So one that is idle keeps what it has, which is little sooner
 * or later, and one that is busy has what there is, up to a size of its own. Any thread.
 *
 * <p>Buffers are written out in the background, since that may take as long as filling them did,
 * and nobody who fills one should wait for it. Only where all together are above the limit by a
 * quarter, those who fill wait until they are not. So together they hold no more than that, and
 * what each of those who fill has added since it last asked.
 */
public final class SharedBuffers {
  private final long limit;
  private final long most;
  private final Set<Share> shares = ConcurrentHashMap.newKeySet();
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong beingWritten = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();

  public SharedBuffers(long limit) {
    this.limit = limit;
    this.most = limit + limit / 4;
  }

  /**
   * A buffer that takes part.
   *
   * @param size above which it is written out, whatever the others hold
   * @param background runs what writes it out, and may run it at once
   * @param writeOut makes it smaller and says so by {@link Share#holds}
   */
  public Share share(long size, Executor background, Runnable writeOut) {
    var share = new Share(size, background, writeOut);
    shares.add(share);
    return share;
  }

  /** Above which the largest is written out. */
  public long limit() {
    return limit;
  }

  /** Above which nobody fills. */
  public long most() {
    return most;
  }

  /** What all hold. */
  public long total() {
    return total.get();
  }

  /** One buffer. */
  public final class Share implements AutoCloseable {
    private final long size;
    private final Executor background;
    private final Runnable writeOut;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong claimed = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();

    private Share(long size, Executor background, Runnable writeOut) {
      this.size = size;
      this.background = background;
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
      if (now > size) {
        begin();
      }
      if (total.get() > limit) {
        relieve();
        awaitRoom();
      }
    }

    private void begin() {
      if (writing.compareAndSet(false, true)) {
        long before = bytes.get();
        claimed.set(before);
        beingWritten.addAndGet(before);
        background.execute(() -> run(before));
      }
    }

    private void isWritten() {
      beingWritten.addAndGet(-claimed.getAndSet(0));
      writing.set(false);
      signal();
    }

    private void run(long before) {
      try {
        writeOut.run();
      } finally {
        isWritten();
      }
      if (bytes.get() < before) {
        relieve();
      }
    }

    /** It holds nothing any more, and takes no part. */
    @Override
    public void close() {
      holds(0);
      shares.remove(this);
      isWritten();
    }
  }

  /** Begins to write out as many, the largest first, as are too many. */
  private void relieve() {
    Optional<Share> largest = largest();
    while (total.get() - beingWritten.get() > limit && largest.isPresent()) {
      long before = total.get() - beingWritten.get();
      largest.get().begin();
      largest = total.get() - beingWritten.get() < before ? largest() : Optional.empty();
    }
  }

  private Optional<Share> largest() {
    return shares.stream()
        .filter(share -> share.bytes.get() > 0 && !share.writing.get())
        .max(Comparator.comparingLong(share -> share.bytes.get()));
  }

  private void awaitRoom() {
    lock.lock();
    try {
      while (total.get() > most && beingWritten.get() > 0) {
        written.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
