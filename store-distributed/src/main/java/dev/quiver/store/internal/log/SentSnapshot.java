package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.Position;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.jspecify.annotations.Nullable;

/**
 * The state's last commit, as a snapshot that can be sent to a peer.
 *
 * <p>Ratis asks for the files once for every chunk it sends and never says that it is done. So the
 * files are held from the first time they are asked for, and let go once a newer commit exists and
 * nobody has asked for {@link #LEASE}; a peer that is slower than that for one chunk is sent the
 * newer one from the start.
 */
final class SentSnapshot implements SnapshotInfo, Closeable {
  static final Duration LEASE = Duration.ofSeconds(30);

  private final Position position;
  private final ReplicatedState state;
  private ReplicatedState.@Nullable HeldFiles held;
  private List<FileInfo> files = List.of();
  private long askedForNanos;

  SentSnapshot(Position position, ReplicatedState state) {
    this.position = position;
    this.state = state;
  }

  Position position() {
    return position;
  }

  @Override
  public TermIndex getTermIndex() {
    return TermIndex.valueOf(position.term(), position.index());
  }

  /** Holds the files; Ratis takes any exception for a failed attempt to send, and makes another. */
  @Override
  public synchronized List<FileInfo> getFiles() {
    askedForNanos = System.nanoTime();
    if (held == null) {
      try {
        hold();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private void hold() throws IOException {
    ReplicatedState.HeldFiles now = state.hold();
    if (!now.position().equals(position)) {
      now.close();
      throw new IOException("snapshot " + position + " was replaced by " + now.position());
    }
    files = now.files().stream().map(SentSnapshot::info).toList();
    held = now;
  }

  private static FileInfo info(Path file) {
    return new FileInfo(file, null);
  }

  /** Whether nobody is being sent it, as far as one can know. */
  synchronized boolean isIdle() {
    return held == null || System.nanoTime() - askedForNanos > LEASE.toNanos();
  }

  @Override
  public synchronized void close() throws IOException {
    if (held != null) {
      held.close();
      held = null;
      files = List.of();
    }
  }

  @Override
  public String toString() {
    return "snapshot " + position;
  }
}
