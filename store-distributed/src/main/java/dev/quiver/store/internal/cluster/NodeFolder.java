package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.error.DirectoryInUseException;
import dev.quiver.store.error.StoreUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The directory of one node, locked for as long as it is open. A small text file in it says whose
 * it is, so that a folder in the wrong place is noticed.
 */
final class NodeFolder implements Closeable {
  private static final String IDENTITY = "node.properties";
  private static final String LOCK = "lock";
  private static final String REMEMBERED = "known";
  private static final int FORMAT = 1;

  /**
   * What the identity file says.
   *
   * @param nodes how many nodes the cluster has
   */
  record Identity(UUID cluster, NodeId node, int nodes) {}

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private NodeFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /** Creates the directory if need be. */
  static NodeFolder open(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean locked = false;
      try {
        FileLock lock = lock(channel);
        if (lock == null) {
          throw new DirectoryInUseException(path, "by another process or store", null);
        }
        locked = true;
        return new NodeFolder(path, channel, lock);
      } finally {
        if (!locked) {
          channel.close();
        }
      }
    } catch (IOException failed) {
      throw new StoreUnavailableException(
          String.format(Locale.ROOT, "directory %s cannot be used: %s", path, failed), failed);
    }
  }

  @SuppressWarnings("NullAway") // null is how FileChannel says that another process holds it
  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  /** Whether it says whose it is; needs no lock. */
  static boolean isClaimed(Path folder) {
    return Files.exists(folder.resolve(IDENTITY));
  }

  /** Whether a folder was ever locked, and its lock file not deleted since. */
  static boolean hasLockFile(Path folder) {
    return Files.exists(folder.resolve(LOCK));
  }

  static boolean isLockFile(Path path) {
    return path.endsWith(LOCK);
  }

  /** The folder is about to go. It stays locked until closed. */
  void deleteLockFile() throws IOException {
    Files.delete(path.resolve(LOCK));
  }

  Path logs() {
    return path.resolve("logs");
  }

  Path path() {
    return path;
  }

  /** Whether there is anything of a node in it. */
  boolean isNew() {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.noneMatch(
          entry -> !entry.endsWith(LOCK) && !entry.endsWith(IDENTITY + ".tmp"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whose folder it is; empty if nobody's yet. */
  Optional<Identity> identity() {
    Path file = path.resolve(IDENTITY);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      if (Integer.parseInt(properties.getProperty("format", "0")) != FORMAT) {
        throw new IllegalArgumentException(
            "format must be " + FORMAT + ", but was " + properties.getProperty("format"));
      }
      var identity =
          new Identity(
              UUID.fromString(properties.getProperty("cluster", "")),
              new NodeId(properties.getProperty("node", "")),
              Integer.parseInt(properties.getProperty("nodes", "")));
      String checksum = checksum(text(identity));
      if (!checksum.equals(properties.getProperty("checksum"))) {
        throw new IllegalArgumentException(
            "checksum must be " + checksum + ", but was " + properties.getProperty("checksum"));
      }
      return Optional.of(identity);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new DamagedDataException(file.toString(), unreadable.getMessage() + "", unreadable);
    }
  }

  private static String text(Identity identity) {
    return String.format(
        Locale.ROOT,
        "format=%d\ncluster=%s\nnode=%s\nnodes=%d\n",
        FORMAT,
        identity.cluster(),
        identity.node(),
        identity.nodes());
  }

  private static String checksum(String text) {
    var checksum = new CRC32C();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(checksum.getValue());
  }

  void claim(Identity identity) {
    String text = text(identity);
    text += "checksum=" + checksum(text) + "\n";
    Path file = path.resolve(IDENTITY);
    Path written = path.resolve(IDENTITY + ".tmp");
    try (FileChannel out =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      out.force(true);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      sync(path);
    } catch (IOException failed) {
      throw new StoreUnavailableException(
          String.format(Locale.ROOT, "directory %s cannot be used: %s", path, failed), failed);
    }
  }

  boolean remembers(String what) {
    return Files.exists(path.resolve(REMEMBERED).resolve(what));
  }

  /** An empty file each, so that what ought to be there is missed when it is gone. */
  void remember(Collection<String> what) {
    Path folder = path.resolve(REMEMBERED);
    List<String> news = what.stream().filter(name -> !remembers(name)).toList();
    if (news.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(folder);
      for (String name : news) {
        Files.createFile(folder.resolve(name));
      }
      sync(folder);
      sync(path);
    } catch (IOException failed) {
      throw new StoreUnavailableException(
          String.format(Locale.ROOT, "directory %s cannot be used: %s", path, failed), failed);
    }
  }

  static void sync(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
