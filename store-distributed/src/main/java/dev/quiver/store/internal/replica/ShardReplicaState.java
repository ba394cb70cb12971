package dev.quiver.store.internal.replica;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.index.IndexEngine;
import dev.quiver.store.internal.index.ShardIndex;
import dev.quiver.store.internal.index.ShardReader;
import dev.quiver.store.internal.log.ReplicatedState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a shard: the index that the commands of the shard's log build up, and the views that
 * searches read.
 *
 * <p>The index is closed and opened again while a peer's snapshot takes its place, and after a full
 * disk. Readers need not notice: until the new one has come as far they are given the last view of
 * the index that was, at the position it says. So a search goes on, or is refused for being behind,
 * but never fails because a disk did.
 */
public final class ShardReplicaState implements ReplicatedState {
  private final IndexOpener opener;
  private final CommandDecoder decoder;

  /** Held exclusively while the index comes and goes, shared while a view of it is taken. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private @Nullable ShardIndex index;
  private volatile @Nullable ShardReader lastView;
  private volatile Position applied = Position.NONE;
  private volatile Consumer<IOException> damageListener = damage -> {};

  public ShardReplicaState(IndexOpener opener, CommandDecoder decoder) {
    this.opener = opener;
    this.decoder = decoder;
  }

  @Override
  public void open(Path directory) throws IOException {
    lock.writeLock().lock();
    try {
      ShardIndex opened = opener.open(directory);
      opened.whenDamaged(damage -> damageListener.accept(damage));
      index = opened;
      applied = opened.applied();
      dropLastViewOnceReached();
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void verifySent(Path directory) throws IOException {
    IndexEngine.verify(directory);
  }

  @Override
  public void whenDamaged(Consumer<IOException> listener) {
    damageListener = listener;
  }

  @Override
  public Position applied() {
    return applied;
  }

  @Override
  public void apply(Position at, ByteBuffer command) throws IOException {
    ShardIndex open = open();
    open.apply(at, decoder.decode(command));
    applied = open.applied();
    if (lastView != null) {
      lock.writeLock().lock();
      try {
        dropLastViewOnceReached();
      } finally {
        lock.writeLock().unlock();
      }
    }
  }

  /** What readers are given at least: further than what is applied while the log is replayed. */
  public Position readable() {
    ShardReader view = lastView;
    return view == null ? applied : applied.max(view.position());
  }

  @Override
  public Position commit() throws IOException {
    return open().commit();
  }

  @Override
  public HeldFiles hold() throws IOException {
    ShardIndex.CommitFiles files = open().holdCommit();
    return new HeldFiles() {
      @Override
      public Position position() {
        return files.position();
      }

      @Override
      public List<Path> files() {
        return files.files();
      }

      @Override
      public void close() throws IOException {
        files.close();
      }
    };
  }

  @Override
  public void pause() throws IOException {
    lock.writeLock().lock();
    try {
      ShardIndex open = index;
      if (open != null) {
        index = null;
        try (open) {
          keepLastView(open);
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** An index that is opened again starts behind, at its last commit; it may not come far. */
  private void keepLastView(ShardIndex open) throws IOException {
    ShardReader view = open.readAsRefreshed();
    if (lastView != null && !view.position().isAtLeast(lastView.position())) {
      view.close();
      return;
    }
    dropLastView();
    lastView = view;
  }

  private void dropLastViewOnceReached() throws IOException {
    if (lastView != null && applied.isAtLeast(lastView.position())) {
      dropLastView();
    }
  }

  @Override
  public void close() throws IOException {
    lock.writeLock().lock();
    try {
      pause();
      dropLastView();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void dropLastView() throws IOException {
    if (lastView != null) {
      lastView.close();
      lastView = null;
    }
  }

  /**
   * A view of everything applied so far; while the index is away, of what it last showed. The
   * caller closes it.
   *
   * @throws ReplicaClosedException if there is neither
   */
  public ShardReader read() throws IOException {
    return view(ShardIndex::read);
  }

  /** The view readers last had; cheap at all times. The caller closes it. */
  public ShardReader readAsRefreshed() throws IOException {
    return view(ShardIndex::readAsRefreshed);
  }

  private ShardReader view(Reading reading) throws IOException {
    lock.readLock().lock();
    try {
      if (lastView != null) {
        return lastView.share();
      }
      if (index != null) {
        return reading.of(index);
      }
      throw new ReplicaClosedException();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Whether readers are answered, if only at the position they were last given. */
  public boolean isServing() {
    lock.readLock().lock();
    try {
      return index != null || lastView != null;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Records in the view readers last had; 0 once closed. */
  public long rows() throws IOException {
    try (ShardReader view = readAsRefreshed()) {
      return view.rows();
    } catch (ReplicaClosedException closed) {
      return 0;
    }
  }

  /** Merges segments and drops what was deleted. Blocks until done. */
  public void compact() throws IOException {
    open().compact();
  }

  /** To be called now and then: lets an index that is at rest put itself in order. */
  public void settle() throws IOException {
    lock.readLock().lock();
    try {
      if (index != null) {
        index.settle();
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Bytes on disk and those in memory that are not there yet; 0 while the index is away. */
  public long held() {
    lock.readLock().lock();
    try {
      return index == null ? 0 : index.bytes() + index.memory().heap();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Keys of which there is, or was, metadata; empty while the index is away. */
  public Optional<Set<String>> metadataKeys() {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(index).map(ShardIndex::metadataKeys);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Bytes on disk; 0 while the index is away. */
  public long bytes() {
    lock.readLock().lock();
    try {
      return index == null ? 0 : index.bytes();
    } finally {
      lock.readLock().unlock();
    }
  }

  private ShardIndex open() throws ReplicaClosedException {
    lock.readLock().lock();
    try {
      if (index == null) {
        throw new ReplicaClosedException();
      }
      return index;
    } finally {
      lock.readLock().unlock();
    }
  }

  private interface Reading {
    ShardReader of(ShardIndex index) throws IOException;
  }
}
