package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One shard's records on one disk. A deterministic machine: the same commands in the same order
 * give the same content, and {@link ShardReader#digest} says so.
 *
 * <p>A command is seen whole or not at all, by readers and after a crash. A call that throws {@link
 * IOException} leaves the index at its last commit when opened again; it takes no further command.
 */
public interface ShardIndex extends Closeable {

  /**
   * Applies one command. Caller: the replica's apply thread, one at a time, in log order. May
   * block. Commands at or below {@link #applied()} are ignored, because a log is replayed from
   * before the last commit.
   */
  void apply(Position at, Command command) throws IOException;

  /** The last command applied; readable from any thread. */
  Position applied();

  /** The last command that a crash cannot take back. */
  Position committed();

  /**
   * Makes everything applied so far durable and returns its position. Any thread, one at a time;
   * commands that are applied meanwhile are no part of it.
   */
  Position commit() throws IOException;

  /**
   * A view of everything applied before this call, and of nothing half-applied. Any thread; cheap
   * when nothing was written since the last one. The caller closes it.
   */
  ShardReader read() throws IOException;

  /**
   * The view readers last had, without looking for newer content: cheap at all times. The caller
   * closes it.
   */
  ShardReader readAsRefreshed() throws IOException;

  /** Holds the files of the last commit on disk, so that they can be copied while writes go on. */
  CommitFiles holdCommit() throws IOException;

  /** Merges segments, drops what was deleted, and commits. Blocks until done. */
  void compact() throws IOException;

  /**
   * Lets the index put itself in order when nothing was applied since the last call: segments are
   * merged to a few, in the background; and files that opening did not read are compared with their
   * checksums. To be called at regular intervals; cheap.
   */
  void settle() throws IOException;

  /**
   * Who is to be told, once, when a file turns out to be damaged while the index is open: it takes
   * no further command then, and is refused when it is opened again. Called on a thread of the
   * index, which must not close it. At most one listener.
   */
  void whenDamaged(Consumer<DamagedIndexException> listener);

  /** Keys of which there is, or was, metadata in any record applied. Any thread; reads no file. */
  Set<String> metadataKeys();

  /** Bytes on disk. */
  long bytes();

  /** Bytes in memory. */
  Memory memory();

  /** Lets go of everything without making anything durable. What was not committed is gone. */
  @Override
  void close() throws IOException;

  /**
   * What an index takes of a node's memory.
   *
   * @param heap bytes of records and segments that are not on disk yet
   * @param mapped bytes of files that a search may touch, and the system then keeps in memory
   */
  record Memory(long heap, long mapped) {}

  /** The files of one commit, kept until closed. Paths are absolute. */
  interface CommitFiles extends Closeable {
    Position position();

    List<Path> files();
  }
}
