package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes of a cluster keep their data: below one directory, or each in a directory of its
 * own.
 *
 * @param directory holds {@code node-0}, {@code node-1}, ...; null where the nodes have their own
 * @param nodeDirectories one for each node, in the order of their numbers; else empty
 */
public record ClusterLocation(@Nullable Path directory, List<Path> nodeDirectories) {
  public ClusterLocation {
    nodeDirectories =
        nodeDirectories.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    directory = directory == null ? null : directory.toAbsolutePath().normalize();
    if ((directory == null) == nodeDirectories.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "directory and nodeDirectories exclude each other, but were %s and %s",
              directory,
              nodeDirectories));
    }
    if (new HashSet<>(nodeDirectories).size() < nodeDirectories.size()) {
      throw new IllegalArgumentException(
          "nodeDirectories must be distinct, but were " + nodeDirectories);
    }
  }

  public static ClusterLocation below(Path directory) {
    return new ClusterLocation(directory, List.of());
  }

  @Override
  public String toString() {
    return String.valueOf(directory == null ? nodeDirectories : directory);
  }

  static NodeId nodeId(int number) {
    return new NodeId("node-" + number);
  }

  Path folderOf(int node) {
    return directory == null ? nodeDirectories.get(node) : directory.resolve(nodeId(node).value());
  }

  /** Whether no node has claimed a folder of it yet. */
  boolean isNew() {
    int folders = directory == null ? nodeDirectories.size() : 1;
    return IntStream.range(0, folders).noneMatch(node -> NodeFolder.isClaimed(folderOf(node)));
  }

  /** How many node directories there are already, counted by the highest number. */
  int existing() throws IOException {
    if (directory == null) {
      return nodeDirectories.size();
    }
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    var numbers = new ArrayList<Integer>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(entry -> numbers.add(number(entry)));
    }
    return numbers.stream().mapToInt(number -> number + 1).max().orElse(0);
  }

  static boolean isNodeFolder(Path entry) {
    return number(entry) >= 0;
  }

  private static int number(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return name.matches("node-\\d{1,6}") ? Integer.parseInt(name.substring(5)) : -1;
  }
}
