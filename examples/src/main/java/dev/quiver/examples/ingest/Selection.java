package dev.quiver.examples.ingest;

import dev.quiver.embedding.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that are taken, and what was left out because nobody asked for it.
 *
 * @param documents how many there were a moment ago
 * @param others files that no pattern was given for, counted by the ending of their names
 */
record Selection(FileTree tree, int documents, Map<String, Long> others) {
  /** What Tika reads as text, by the names people give it. */
  private static final List<String> ENDINGS =
      List.of(
          "txt",
          "text",
          "md",
          "markdown",
          "adoc",
          "asciidoc",
          "rst",
          "html",
          "htm",
          "xhtml",
          "pdf",
          "doc",
          "docx",
          "dotx",
          "ppt",
          "pptx",
          "xls",
          "xlsx",
          "odt",
          "odp",
          "ods",
          "rtf",
          "epub",
          "csv",
          "tsv",
          "eml",
          "msg");

  private static final int MOST_ENDINGS = 5;

  static Selection of(Path root, List<String> includes, List<String> excludes) throws IOException {
    if (!Files.exists(root)) {
      throw new IllegalArgumentException(
          "--docs must be a folder or a file, but there is no " + root.toAbsolutePath());
    }
    FileTree visible = DocumentReader.visible(root).exclude(everywhere(excludes));
    FileTree tree =
        includes.isEmpty()
            ? visible.include(ofKnownKinds())
            : visible.include(everywhere(includes));
    List<Path> taken = tree.files();
    Map<String, Long> others = includes.isEmpty() ? endings(visible.files(), taken) : Map.of();
    if (taken.isEmpty()) {
      throw new IllegalArgumentException(
          "--docs must hold a document, but no file in "
              + root.toAbsolutePath()
              + " matches"
              + (others.isEmpty() ? "" : "; it has " + counted(others)));
    }
    return new Selection(tree, taken.size(), others);
  }

  /** A pattern without a folder is for the files of all folders, as people expect of it. */
  private static String[] everywhere(List<String> globs) {
    return globs.stream()
        .flatMap(glob -> glob.contains("/") ? Stream.of(glob) : Stream.of(glob, "**/" + glob))
        .toArray(String[]::new);
  }

  private static String[] ofKnownKinds() {
    return ENDINGS.stream()
        .flatMap(ending -> Stream.of(ending, ending.toUpperCase(Locale.ROOT)))
        .map(ending -> "**." + ending)
        .toArray(String[]::new);
  }

  private static Map<String, Long> endings(List<Path> all, List<Path> taken) {
    Set<Path> known = new HashSet<>(taken);
    return all.stream()
        .filter(file -> !known.contains(file))
        .collect(Collectors.groupingBy(Selection::ending, TreeMap::new, Collectors.counting()));
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "without ending" : name.substring(dot);
  }

  /** The first line for the user: opening a model and a store takes seconds. */
  String announcement() {
    return documents + (documents == 1 ? " document in " : " documents in ") + tree.root();
  }

  /** A line for the user; empty where every file was taken, or left out by their own patterns. */
  Optional<String> leftOut() {
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("left out: " + counted(others) + "; --include '**' takes every file");
  }

  private static String counted(Map<String, Long> endings) {
    long files = endings.values().stream().mapToLong(Long::longValue).sum();
    String most =
        endings.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_ENDINGS)
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    String more = endings.size() > MOST_ENDINGS ? ", ..." : "";
    return files + (files == 1 ? " file" : " files") + " of other kinds (" + most + more + ")";
  }
}
