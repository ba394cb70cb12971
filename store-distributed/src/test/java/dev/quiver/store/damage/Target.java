package dev.quiver.store.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Each kind of file a node keeps, and where one of it is found. */
enum Target {
  IDENTITY("node\\.properties", false),
  METADATA_VOTE("logs/METADATA/current/raft-meta", false),
  METADATA_PEERS("logs/METADATA/current/raft-meta\\.conf", false),
  METADATA_CLOSED_SEGMENT("logs/METADATA/current/log_\\d+-\\d+", false),
  METADATA_OPEN_SEGMENT("logs/METADATA/current/log_inprogress_\\d+", false),
  METADATA_SNAPSHOT("logs/METADATA/sm/cluster-\\d+-\\d+", false),
  METADATA_FOLDER("logs/METADATA", true),
  VOTE("logs/SHARD/current/raft-meta", false),
  PEERS("logs/SHARD/current/raft-meta\\.conf", false),
  CLOSED_SEGMENT("logs/SHARD/current/log_\\d+-\\d+", false),
  OPEN_SEGMENT("logs/SHARD/current/log_inprogress_\\d+", false),
  COMMIT("logs/SHARD/sm/segments_\\w+", false),
  INDEX_VECTORS("logs/SHARD/sm/_\\w+\\.vec", false),
  INDEX_PAYLOAD("logs/SHARD/sm/_\\w+\\.dvd", false),
  INDEX_INFO("logs/SHARD/sm/_\\w+\\.si", false),
  INDEX_DELETIONS("logs/SHARD/sm/_\\w+\\.liv", false),
  INDEX_FOLDER("logs/SHARD/sm", true),
  LOG_FOLDER("logs/SHARD/current", true),
  SHARD_FOLDER("logs/SHARD", true);

  private final String pattern;
  private final boolean folder;

  Target(String pattern, boolean folder) {
    this.pattern = pattern;
    this.folder = folder;
  }

  boolean isFolder() {
    return folder;
  }

  /** Whether it belongs to one collection rather than to the cluster. */
  boolean isOfCollection() {
    return pattern.contains("SHARD");
  }

  /** The kinds of which a node has no file. */
  static List<Target> missing(Path node) throws IOException {
    var missing = new ArrayList<Target>();
    for (Target target : values()) {
      if (target.found(node).isEmpty()) {
        missing.add(target);
      }
    }
    return missing;
  }

  /** The last one in the order of their names, which is the newest where there are several. */
  Path in(Path node) throws IOException {
    List<Path> found = found(node);
    if (found.isEmpty()) {
      throw new AssertionError(String.format(Locale.ROOT, "no %s below %s", this, node));
    }
    return found.getLast();
  }

  private List<Path> found(Path node) throws IOException {
    String regex =
        pattern
            .replace("METADATA", group(node, "cluster-"))
            .replace("SHARD", group(node, "segments_"));
    try (Stream<Path> all = Files.walk(node)) {
      return all.filter(path -> node.relativize(path).toString().replace('\\', '/').matches(regex))
          .filter(path -> folder || path.toFile().length() > 0) // not one just begun
          .sorted()
          .toList();
    }
  }

  private static String group(Path node, String fileOfState) throws IOException {
    try (Stream<Path> all = Files.walk(node.resolve("logs"), 3)) {
      // node/logs/<group>/sm/<file>
      int group = node.getNameCount() + 1;
      return all.filter(path -> String.valueOf(path.getFileName()).startsWith(fileOfState))
          .map(path -> path.getName(group).toString())
          .findFirst()
          .orElse("none");
    }
  }
}
