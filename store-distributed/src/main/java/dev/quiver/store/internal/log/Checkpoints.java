package dev.quiver.store.internal.log;

/**
 * When the state is made durable: after so many commands or so many bytes, whichever is first. Used
 * by one thread at a time.
 */
final class Checkpoints {
  private final long everyCommands;
  private final long everyBytes;
  private long commands;
  private long bytes;

  Checkpoints(LogOptions options) {
    everyCommands = options.snapshotEvery();
    everyBytes = LogOptions.SNAPSHOT_EVERY_BYTES;
  }

  void passed(int commandBytes) {
    commands++;
    bytes += commandBytes;
  }

  boolean isDue() {
    return commands >= everyCommands || bytes >= everyBytes;
  }

  void reached() {
    commands = 0;
    bytes = 0;
  }
}
