package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.memory.SharedBuffers;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/**
 * A shard in one Lucene index. One lock is held while a command is applied, while a view is made
 * and while the content of a commit is settled; so each of the latter falls between two commands,
 * and the position noted with it is that of the former of them. Forcing a commit to disk needs no
 * lock of these: commands and readers go on meanwhile.
 */
final class LuceneShardIndex implements ShardIndex {
  /** Fair, so that a bulk load does not keep readers from their view. */
  private final ReentrantLock between = new ReentrantLock(true);

  private final ReentrantLock committing = new ReentrantLock();
  private final IndexFolder folder;
  private final LaterChecks checks;
  private final DurableWriter writer;
  private final MergeThreads merges;
  private final CommandWriter commands;
  private final ExecutorService threads;
  private final Views views;
  private final ShardCalibration calibration;
  private final SharedBuffers.Share buffer;

  private final AtomicReference<@Nullable Position> lastSettled = new AtomicReference<>();
  private volatile CommitData applied;
  private volatile CommitData committed;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;
  private volatile Consumer<DamagedIndexException> damageListener = damage -> {};

  /** Where the index lies, and what of it was not read yet. */
  record Files(IndexFolder folder, LaterChecks checks) {}

  LuceneShardIndex(
      Files files, CommandWriter commands, IndexEngine engine, CommitData opened, View first) {
    this.folder = files.folder();
    this.checks = files.checks();
    this.commands = commands;
    this.writer = commands.writer();
    this.merges = (MergeThreads) writer.getConfig().getMergeScheduler();
    this.threads = engine.threads();
    this.applied = opened;
    this.committed = opened;
    this.views = new Views(first, this::viewAfter);
    this.calibration = first.calibration();
    this.buffer =
        engine
            .memory()
            .buffers()
            .share(
                (long) engine.options().bufferMegabytes() << 20, engine.threads(), this::writeOut);
    calibration.consider(first);
  }

  @Override
  public void apply(Position at, Command command) throws IOException {
    long held;
    between.lock();
    try {
      checkUsable();
      if (applied.position().isAtLeast(at)) {
        return;
      }
      mergePlan().quiet(false);
      CommitData next = applied.withDimension(dimensionAfter(command)).at(at);
      try {
        commands.write(command);
      } catch (IOException | RuntimeException | Error e) {
        throw failed("command " + at + " was not applied", e);
      }
      applied = next;
      held = writer.ramBytesUsed();
    } finally {
      between.unlock();
    }
    buffer.filled(held); // without the lock: readers do not wait for what others write out
  }

  /** Runs in the background when this buffer is full, or all of this JVM and this the fullest. */
  private void writeOut() {
    try {
      writer.flushNextBuffer();
      buffer.holds(writer.ramBytesUsed());
    } catch (AlreadyClosedException closedMeanwhile) {
      buffer.holds(0);
    } catch (IOException | RuntimeException | Error e) {
      buffer.holds(0);
      var unused = remember(e); // told to whoever uses this index next
    }
  }

  /** Checks what would fail halfway, before anything is written. */
  private int dimensionAfter(Command command) {
    int dimension = applied.dimension();
    if (command instanceof Command.Put(var records)) {
      for (StoredRecord record : records) {
        RecordLimits.check(record, applied.similarity());
        dimension = dimension == 0 ? record.vector().length : dimension;
        if (record.vector().length != dimension) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "dimension must be %d, but was %d",
                  dimension,
                  record.vector().length));
        }
      }
    }
    return dimension;
  }

  @Override
  public Position applied() {
    return applied.position();
  }

  @Override
  public Position committed() {
    return committed.position();
  }

  @Override
  public Position commit() throws IOException {
    return Uninterruptibly.call(threads, this::commitHere);
  }

  private Position commitHere() throws IOException {
    committing.lock();
    try {
      CommitData next = settleAndForce();
      buffer.holds(writer.ramBytesUsed());
      committed = next;
      return next.position();
    } catch (IOException | RuntimeException | Error e) {
      throw failed("the commit failed", e);
    } finally {
      committing.unlock();
    }
  }

  private CommitData settleAndForce() throws IOException {
    between.lock();
    try {
      checkUsable();
      CommitData next = applied;
      if (!next.equals(committed)) {
        writer.setLiveCommitData(next.toUserData().entrySet());
      }
      writer.commit(between::unlock);
      return next;
    } finally {
      if (between.isHeldByCurrentThread()) {
        between.unlock();
      }
    }
  }

  @Override
  public ShardReader read() throws IOException {
    checkOpen();
    Position wanted = applied.position();
    var reader = readAsRefreshed();
    if (reader.position().isAtLeast(wanted)) {
      return reader;
    }
    reader.close();
    Uninterruptibly.call(
        threads,
        () -> {
          views.maybeRefreshBlocking();
          return true;
        });
    return readAsRefreshed();
  }

  private @Nullable View viewAfter(View old) throws IOException {
    between.lock();
    try {
      checkUsable();
      Position position = applied.position();
      DirectoryReader newer = DirectoryReader.openIfChanged(old.reader(), writer);
      if (newer == null) {
        if (position.equals(old.position())) {
          return null;
        }
        old.reader().incRef();
        newer = old.reader();
      }
      View next = old.next(newer, position);
      buffer.holds(writer.ramBytesUsed());
      calibration.consider(next);
      return next;
    } catch (IOException | RuntimeException | Error e) {
      throw failed("the view could not be refreshed", e);
    } finally {
      between.unlock();
    }
  }

  @Override
  public ShardReader readAsRefreshed() throws IOException {
    checkOpen();
    try {
      return new LuceneShardReader(views.acquire());
    } catch (AlreadyClosedException e) {
      throw closedMeanwhile(e);
    }
  }

  @Override
  public CommitFiles holdCommit() throws IOException {
    checkOpen();
    return HeldCommit.hold(writer, folder);
  }

  @Override
  public void compact() throws IOException {
    checkUsable();
    Uninterruptibly.call(
        threads,
        () -> {
          try {
            writer.forceMerge(1);
          } catch (AlreadyClosedException e) {
            throw closedMeanwhile(e);
          } catch (IllegalStateException e) { // a merge ended the writer
            throw failed("compaction", Objects.requireNonNullElse(writer.getTragicException(), e));
          }
          commitHere(); // until then the old files stay, too
          views.maybeRefreshBlocking(); // and readers look at the old segments
          View compacted = views.acquire();
          try {
            calibration.measure(compacted);
          } finally {
            views.release(compacted);
          }
          return true;
        });
  }

  @Override
  public void settle() throws IOException {
    checkUsable(); // or a merge that failed at rest would be known to nobody
    checks.goOn(this::foundDamaged);
    Position now = applied.position();
    if (now.equals(lastSettled.getAndSet(now))) {
      mergePlan().quiet(true);
      Uninterruptibly.call(
          threads,
          () -> {
            writer.maybeMerge();
            views.maybeRefreshBlocking(); // what was merged since the last time is let go
            return true;
          });
    }
  }

  @Override
  public void whenDamaged(Consumer<DamagedIndexException> listener) {
    damageListener = listener;
  }

  private void foundDamaged(DamagedIndexException damage) {
    var unused = remember(damage);
    damageListener.accept(damage);
  }

  @Override
  public Set<String> metadataKeys() {
    return writer.getFieldNames().stream()
        .map(FieldName::keyOf)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public long bytes() {
    return folder.bytes();
  }

  @Override
  public Memory memory() {
    return new Memory(writer.ramBytesUsed() + writer.cachedBytes(), folder.bytes());
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    checks.close();
    buffer.close();
    calibration.close();
    views.close();
    Uninterruptibly.call(
        threads,
        () -> {
          writer.rollback();
          writer.getDirectory().close();
          return true;
        });
  }

  private MergePlan mergePlan() {
    return (MergePlan) writer.getConfig().getMergePolicy();
  }

  private IOException closedMeanwhile(AlreadyClosedException e) {
    return new IOException("index in " + folder.path() + " was closed meanwhile", e);
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("index in " + folder.path() + " must be open, but was closed");
    }
  }

  private void checkUsable() throws IOException {
    checkOpen();
    Throwable merging = merges.failure();
    if (failure == null && merging != null) {
      remember(merging);
    }
    if (failure != null) {
      throw new IOException(
          "index in " + folder.path() + " must be opened again after an earlier failure", failure);
    }
  }

  /** From here on there may be half a command in the writer, which nobody may see. */
  private IOException failed(String what, Throwable cause) {
    return new IOException(what + " in " + folder.path(), remember(cause));
  }

  /** The first failure counts. What Lucene calls corrupt is damage. */
  private Throwable remember(Throwable cause) {
    Throwable explained = cause;
    if (cause instanceof CorruptIndexException corrupt) {
      explained = DamagedIndexException.explain(corrupt, folder.path());
    }
    if (explained instanceof DamagedIndexException damage) {
      folder.note(damage);
    }
    if (failure == null) {
      failure = explained;
    }
    return explained;
  }
}
