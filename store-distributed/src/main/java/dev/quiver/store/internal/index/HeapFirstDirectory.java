package dev.quiver.store.internal.index;

import dev.quiver.store.internal.memory.MemoryBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FlushInfo;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.store.OutputStreamIndexOutput;
import org.jspecify.annotations.Nullable;

/**
 * Keeps small files on the heap until a commit wants them on disk, so that a read after a write
 * need not wait for one.
 *
 * <p>Lucene's directory for that decides when a file is created, and knows the size to come only of
 * some. Half of the files of a new segment are begun with its first record, when nobody knows how
 * many will follow; they all went to disk, to be put together into one file and deleted again. Here
 * such a file stays on the heap until it is complete, or turns out to be large.
 */
final class HeapFirstDirectory extends NRTCachingDirectory {
  /** Bytes of a file whose size is not known that are held back. */
  static final int HELD_BACK = 1 << 20;

  private static final int BUFFER = 8 << 10;

  private final AtomicLong temporary = new AtomicLong();
  private final MemoryBudget.Files all;
  private final LongSupplier taken = this::ramBytesUsed;

  /**
   * @param segmentMegabytes up to which a segment's files are kept on the heap
   * @param megabytes up to which all of them are
   * @param all what the files of all indexes in this JVM take, and may
   */
  HeapFirstDirectory(
      Directory files, double segmentMegabytes, double megabytes, MemoryBudget.Files all) {
    super(files, segmentMegabytes, megabytes);
    this.all = all;
    all.taken().add(taken);
  }

  @Override
  protected boolean doCacheWrite(String name, IOContext context) {
    return super.doCacheWrite(name, context) && all.haveRoom();
  }

  @Override
  public void close() throws IOException {
    all.taken().remove(taken);
    super.close();
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    return isSizeKnown(context) ? super.createOutput(name, context) : heldBack(name, context);
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    return isSizeKnown(context)
        ? super.createTempOutput(prefix, suffix, context)
        : heldBack(getTempFileName(prefix, suffix, temporary.getAndIncrement()), context);
  }

  private static boolean isSizeKnown(IOContext context) {
    return context.flushInfo() != null || context.mergeInfo() != null;
  }

  private IndexOutput heldBack(String name, IOContext context) {
    return new OutputStreamIndexOutput(name, name, new HeldBack(name, context), BUFFER);
  }

  /** What is written is held back until it is too much, or all of it is there. */
  private final class HeldBack extends OutputStream {
    private final String name;
    private final IOContext context;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(BUFFER);
    private @Nullable IndexOutput output;

    HeldBack(String name, IOContext context) {
      this.name = name;
      this.context = context;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (output == null && held.size() + count <= HELD_BACK) {
        held.write(bytes, from, count);
      } else {
        open(context).writeBytes(bytes, from, count);
      }
    }

    private IndexOutput open(IOContext as) throws IOException {
      IndexOutput opened = output;
      if (opened == null) {
        opened = HeapFirstDirectory.super.createOutput(name, as);
        output = opened; // from now on this is the file, even if not all fits on the disk
        opened.writeBytes(held.toByteArray(), held.size());
        held.reset();
      }
      return opened;
    }

    @Override
    public void close() throws IOException {
      open(IOContext.flush(new FlushInfo(1, held.size()))).close();
    }
  }
}
