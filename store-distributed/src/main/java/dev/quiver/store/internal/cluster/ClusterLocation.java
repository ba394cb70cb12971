package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  /** How many names of what is there instead a message gives. */
  private static final int NAMED = 5;

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
    return IntStream.range(0, existing()).noneMatch(node -> NodeFolder.isClaimed(folderOf(node)));
  }

  /** What is found where nodes were expected, for a message. */
  String instead() {
    if (directory == null) {
      return "none of these is the directory of a node";
    }
    if (!Files.exists(directory)) {
      return "there is no such directory";
    }
    if (!Files.isDirectory(directory)) {
      return "that is no directory";
    }
    List<String> there = names(directory).sorted().toList();
    if (there.isEmpty()) {
      return "it is empty";
    }
    return "it holds no node's folder, only "
        + (there.size() <= NAMED
            ? there
            : there.subList(0, NAMED) + " and " + (there.size() - NAMED) + " more");
  }

  private static Stream<String> names(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).toList().stream();
    } catch (IOException failed) {
      throw new StoreUnavailableException(directory + " cannot be read: " + failed, failed);
    }
  }

  /** How many node directories there are already, counted by the highest number. */
  int existing() {
    if (directory == null) {
      return nodeDirectories.size();
    }
    return Files.isDirectory(directory)
        ? names(directory).mapToInt(name -> number(name) + 1).max().orElse(0)
        : 0;
  }

  static boolean isNodeFolder(Path entry) {
    return number(String.valueOf(entry.getFileName())) >= 0;
  }

  private static int number(String name) {
    return name.matches("node-\\d{1,6}") ? Integer.parseInt(name.substring(5)) : -1;
  }
}
