package dev.quiver.store.internal.handoff;

import dev.quiver.store.error.HandoffFullException;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one cluster has missed, on disk, in order. Any number of threads append, one replays.
 *
 * <p>Room is reserved before anything is sent anywhere, so that a write that was begun can always
 * be handed off: the bound and the disk say no before, not in the middle. An entry is on disk when
 * {@link #append} returns; those that wait for the disk at the same time share one flush. An entry
 * stays until {@link #applied} says it is done. The process may die between the two, so the first
 * entries of a queue that is opened may have been applied before: replaying them in order again
 * ends in the same state, because nothing else reaches the cluster while its queue is not empty,
 * and that it is empty is on disk before anybody can see it.
 */
public final class HandoffQueue implements Closeable {
  /** The cursor is flushed, and files no longer needed are deleted, after so many bytes. */
  private static final long CHECKPOINT_BYTES = SegmentedFile.SEGMENT_BYTES;

  private final String cluster;
  private final long maxBytes;
  private final SegmentedFile file;
  private final Cursor cursor;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock flushing = new ReentrantLock();
  private long head;
  private long written;
  private long reserved;
  private long checkpoint;
  private volatile long durable;
  private final AtomicLong length = new AtomicLong();
  private volatile long oldestMillis;
  private @Nullable IOException broken;

  private HandoffQueue(String cluster, long maxBytes, SegmentedFile file, Cursor cursor) {
    this.cluster = cluster;
    this.maxBytes = maxBytes;
    this.file = file;
    this.cursor = cursor;
  }

  /** Cuts off what a crash left unfinished; refuses what no crash explains. */
  static HandoffQueue open(Path folder, String cluster, long maxBytes) throws IOException {
    SegmentedFile file = SegmentedFile.open(folder);
    Cursor cursor = null;
    try {
      cursor = Recovery.cursor(folder, file);
      var queue = new HandoffQueue(cluster, maxBytes, file, cursor);
      queue.recover(Recovery.of(folder, file, cursor));
      return queue;
    } catch (IOException | RuntimeException failed) {
      file.close();
      if (cursor != null) {
        cursor.close();
      }
      throw failed;
    }
  }

  private void recover(Recovery found) {
    head = found.head();
    checkpoint = head;
    written = found.end();
    durable = found.end();
    length.set(found.length());
    oldestMillis = found.oldestMillis();
  }

  /**
   * Makes sure that a payload of this size can be appended, whatever happens to the disk.
   *
   * @throws HandoffFullException if the queue would grow beyond its bound
   * @throws IOException if the disk has no room
   */
  public Room reserve(long payloadBytes) throws IOException {
    long wanted = Frame.HEADER_BYTES + payloadBytes;
    lock.lock();
    try {
      requireSound();
      long held = written - head + reserved;
      if (held + wanted > maxBytes) {
        throw new HandoffFullException(cluster, maxBytes, held, wanted);
      }
      file.extend(written, written + reserved + wanted);
      reserved += wanted;
      return new Room(this, wanted);
    } finally {
      lock.unlock();
    }
  }

  void release(long bytes) {
    lock.lock();
    try {
      reserved -= bytes;
    } finally {
      lock.unlock();
    }
  }

  /** On disk when it returns. Gives the room back. */
  void append(Room room, byte[] payload, long atMillis) throws IOException {
    if (payload.length == 0 || Frame.sizeOf(payload.length) > room.bytes()) {
      throw new IllegalArgumentException(
          "payload must have between 1 and "
              + (room.bytes() - Frame.HEADER_BYTES)
              + " bytes, but had "
              + payload.length);
    }
    long end;
    lock.lock();
    try {
      requireSound();
      var frame = new Frame(written, durable, atMillis, payload);
      file.write(written, frame.bytes());
      written = frame.end();
      end = written;
      if (length.get() == 0) {
        oldestMillis = atMillis;
      }
      length.incrementAndGet();
    } catch (IOException failed) {
      broken = failed;
      throw failed;
    } finally {
      lock.unlock();
    }
    flush(end);
  }

  private void flush(long end) throws IOException {
    flushing.lock();
    try {
      if (durable >= end) {
        return;
      }
      long upTo;
      List<RandomAccessFile> dirty;
      lock.lock();
      try {
        upTo = written;
        dirty = file.between(durable, upTo);
      } finally {
        lock.unlock();
      }
      SegmentedFile.sync(dirty);
      durable = upTo;
    } catch (IOException failed) {
      lock.lock();
      try {
        broken = failed;
      } finally {
        lock.unlock();
      }
      throw failed;
    } finally {
      flushing.unlock();
    }
  }

  private void requireSound() throws IOException {
    if (broken != null) {
      throw new IOException(
          "hand-off queue of " + cluster + " cannot be written: " + broken, broken);
    }
  }

  /** The first entries that are on disk, at least one if there is any. */
  public List<HandedOff> first(int maxEntries, long maxPayloadBytes) throws IOException {
    var entries = new ArrayList<HandedOff>();
    lock.lock();
    try {
      long at = head;
      long bytes = 0;
      while (at < durable && entries.size() < maxEntries && bytes < maxPayloadBytes) {
        Frame frame = frame(at);
        entries.add(new HandedOff(frame.end(), frame.atMillis(), frame.payload()));
        bytes += frame.payload().length;
        at = frame.end();
      }
      return entries;
    } finally {
      lock.unlock();
    }
  }

  private Frame frame(long at) throws IOException {
    return Frame.read(file, at)
        .orElseThrow(
            () -> new IOException("hand-off queue of " + cluster + " is damaged at byte " + at));
  }

  /** The cluster has these, which were the first ones. */
  public void applied(List<HandedOff> entries) throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      long end = entries.getLast().end();
      cursor.write(end);
      boolean empties = length.get() == entries.size();
      if (empties || end - checkpoint >= CHECKPOINT_BYTES) {
        cursor.sync();
        checkpoint = end;
        file.dropBefore(end);
      }
      oldestMillis = empties ? 0 : frame(end).atMillis();
      head = end;
      length.addAndGet(-entries.size());
    } finally {
      lock.unlock();
    }
  }

  public long length() {
    return length.get();
  }

  public boolean isEmpty() {
    return length.get() == 0;
  }

  public long bytes() {
    lock.lock();
    try {
      return written - head;
    } finally {
      lock.unlock();
    }
  }

  /** How long before now the first entry was appended; zero when there is none. */
  public long lagMillis(long nowMillis) {
    return length.get() == 0 ? 0 : Math.max(0, nowMillis - oldestMillis);
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (broken == null) {
        cursor.sync();
      }
      broken = new IOException("it is closed");
      cursor.close();
      file.close();
    } finally {
      lock.unlock();
    }
  }
}
