package dev.quiver.embedding.internal.ledger;

import dev.quiver.embedding.error.LedgerInUseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The right to use a ledger; the system takes it back when the process ends, however it ends. */
final class LedgerLock implements AutoCloseable {
  private final FileChannel channel;

  private LedgerLock(FileChannel channel) {
    this.channel = channel;
  }

  static LedgerLock take(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new LedgerLock(channel);
      }
    } catch (OverlappingFileLockException ofThisProcess) {
      throw inUse(directory, channel, ofThisProcess);
    }
    throw inUse(directory, channel, null);
  }

  private static LedgerInUseException inUse(
      Path directory, FileChannel channel, @Nullable Exception cause) throws IOException {
    channel.close();
    return new LedgerInUseException(directory, cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
