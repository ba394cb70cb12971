package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.Position;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a log's commands build up: a deterministic machine that keeps its files in one directory.
 *
 * <p>All calls but {@link #applied}, {@link #hold} and {@link #commit} come one at a time, from
 * whichever thread of the log is at work; {@link #commit} comes one at a time too, overlaps {@link
 * #apply} and nothing else. All may block. An {@link IOException}, or any other throwable, out of
 * {@link #apply} or {@link #commit} ends this replica's part in the log: the state is paused, and
 * opened again from its directory when the node makes its next attempt. A state is opened many
 * times in its life: at start, after each snapshot a peer sends, after each failure.
 */
public interface ReplicatedState {

  /**
   * Reads what the directory holds; an empty one is the state before the first command. The
   * directory exists, belongs to the state alone and may have been exchanged as a whole since the
   * state was last open. Never called while open.
   *
   * @throws DamagedLogException if what is there cannot be trusted; nothing was changed
   */
  void open(Path directory) throws IOException;

  /**
   * Compares every byte of what a peer has sent with what the peer wrote, before {@link #open}. Not
   * called for what was written here: a state looks for damage in that as it sees fit.
   *
   * @throws IOException if something is missing or is not what was written
   */
  default void verifySent(Path directory) throws IOException {}

  /**
   * Who is to be told of damage that is found while the state is open and nobody has called it: the
   * state's part in the log ends then, as after a failed {@link #apply}, and {@link #open} refuses
   * what is damaged. Never called while a state can only notice damage when it is called.
   */
  default void whenDamaged(Consumer<IOException> listener) {}

  /** The last command applied; the last one known while paused. Any thread, never blocks. */
  Position applied();

  /**
   * Applies one committed command, in log order. On replay the same commands come again, from
   * before the last commit: those at or below {@link #applied} must be ignored.
   *
   * @param command read-only, and good for the duration of the call
   */
  void apply(Position at, ByteBuffer command) throws IOException;

  /**
   * Makes everything applied before this call durable, forced to disk with the names of its files:
   * the log up to there may then be thrown away. Commands go on meanwhile; what is made durable is
   * the state between two of them, and the position returned is that of the former.
   */
  Position commit() throws IOException;

  /**
   * The files of the last commit, kept on disk until closed, so that they can be sent to a peer
   * while commands go on. Any thread, also while {@link #apply} runs.
   */
  HeldFiles hold() throws IOException;

  /**
   * Stops writing without making anything durable, because the directory is about to be exchanged
   * or the log has failed; {@link #open} follows. Views already given to readers, and the one they
   * last had, may live on meanwhile. Does nothing when not open.
   */
  void pause() throws IOException;

  /**
   * Lets go of every file and thread without making anything durable; nothing follows. Does nothing
   * when closed.
   */
  void close() throws IOException;

  /** The files of one commit. Paths are absolute and below the state's directory. */
  interface HeldFiles extends Closeable {
    /** {@link Position#NONE} if nothing was ever committed; there are no files then. */
    Position position();

    List<Path> files();
  }
}
