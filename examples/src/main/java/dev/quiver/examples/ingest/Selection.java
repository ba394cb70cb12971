package dev.quiver.examples.ingest;

import dev.quiver.embedding.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files that are taken, and what was left out because nobody asked for it.
 *
 * @param documents how many there were a moment ago
 * @param others files that no pattern was given for, counted by the ending of their names
 */
public record Selection(FileTree tree, int documents, Map<String, Long> others) {
  private static final int MOST_ENDINGS = 5;

  /**
   * Looks at the folder.
   *
   * @throws IllegalArgumentException if there is no document in it
   */
  public static Selection of(FileTree tree) throws IOException {
    Path root = tree.root().toAbsolutePath().normalize();
    if (!Files.exists(root)) {
      throw new IllegalArgumentException(
          "--docs must be a folder or a file, but there is no " + root);
    }
    int taken = tree.files().size();
    Map<String, Long> others = tree.others();
    if (taken == 0) {
      throw new IllegalArgumentException(
          "--docs must hold a document, but no file in "
              + root
              + " is one"
              + (others.isEmpty() ? "" : "; it has " + counted(others)));
    }
    return new Selection(tree, taken, others);
  }

  /** The first line for the user: opening a model and a store takes seconds. */
  String announcement() {
    String where = Files.isRegularFile(tree.root()) ? ": " : " in ";
    String name = tree.key() == null ? "" : ", called " + tree.key() + " in the store";
    return documents + (documents == 1 ? " document" : " documents") + where + tree.root() + name;
  }

  /** A line for the user; empty where every file was taken, or left out by their own patterns. */
  public Optional<String> leftOut() {
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("left out: " + counted(others) + "; --include '*' takes every file");
  }

  private static String counted(Map<String, Long> endings) {
    long files = endings.values().stream().mapToLong(Long::longValue).sum();
    String most =
        endings.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_ENDINGS)
            .map(each -> each.getValue() + " " + called(each.getKey()))
            .collect(Collectors.joining(", "));
    String more = endings.size() > MOST_ENDINGS ? ", ..." : "";
    return files + (files == 1 ? " file" : " files") + " of other kinds (" + most + more + ")";
  }

  private static String called(String ending) {
    return ending.isEmpty() ? "without ending" : "." + ending;
  }
}
