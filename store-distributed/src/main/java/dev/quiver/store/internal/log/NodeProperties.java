package dev.quiver.store.internal.log;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;

/**
 * A node's Ratis settings, with the directory of its logs as a path. Ratis would keep it as a text,
 * in which commas separate, blanks do not count and {@code ${...}} is replaced.
 */
final class NodeProperties extends RaftProperties {
  private volatile Path directory;

  NodeProperties(Path directory) {
    this.directory = directory;
  }

  /** Where logs are kept from now on. */
  void setDirectory(Path newDirectory) {
    directory = newDirectory;
  }

  @Override
  public List<File> getFiles(String name, List<File> defaultValue) {
    return name.equals(RaftServerConfigKeys.STORAGE_DIR_KEY)
        ? List.of(directory.toFile())
        : super.getFiles(name, defaultValue);
  }
}
