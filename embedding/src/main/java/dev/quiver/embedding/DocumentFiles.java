package dev.quiver.embedding;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of a folder that are documents, ordered by path, and the others that a pattern could
 * have named, counted by the endings of their names.
 */
record DocumentFiles(List<Path> documents, Map<String, Long> others) {
  /** What people call text, Markdown, web pages, PDF and Office files. */
  private static final Set<String> ENDINGS =
      Set.of(
          ("txt text md markdown adoc asciidoc rst html htm xhtml pdf doc docx dotx ppt pptx xls"
                  + " xlsx odt odp ods rtf epub csv tsv eml msg")
              .split(" "));

  DocumentFiles {
    documents = List.copyOf(documents);
    others = Map.copyOf(others);
  }

  /** Those of a folder, by the rule that {@link FileTree} describes. */
  static DocumentFiles of(FileTree tree) throws IOException {
    List<PathMatcher> in = matchers(tree.root(), tree.includes());
    List<PathMatcher> out = matchers(tree.root(), tree.excludes());
    var documents = new ArrayList<Path>();
    Map<String, Long> others = new TreeMap<>();
    for (Path file : visible(tree.root())) {
      Path relative = tree.root().relativize(file);
      if (matches(out, relative)) {
        continue;
      }
      if (in.isEmpty() ? ENDINGS.contains(ending(file)) : matches(in, relative)) {
        documents.add(file);
      } else if (in.isEmpty()) {
        others.merge(ending(file), 1L, Long::sum);
      }
    }
    return new DocumentFiles(documents, others);
  }

  /** Whether a file in the folder is a document by the rule. */
  static boolean takes(FileTree tree, Path file) {
    Path relative = tree.root().relativize(file);
    for (Path part : relative) {
      if (isHidden(part)) {
        return false;
      }
    }
    return !matches(matchers(tree.root(), tree.excludes()), relative)
        && (tree.includes().isEmpty()
            ? ENDINGS.contains(ending(file))
            : matches(matchers(tree.root(), tree.includes()), relative));
  }

  /** In the order of their paths. */
  private static List<Path> visible(Path root) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isHidden(folder) && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file) && Files.isRegularFile(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  private static boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static List<PathMatcher> matchers(Path root, List<String> patterns) {
    return patterns.stream().map(pattern -> matcher(root, pattern)).toList();
  }

  private static PathMatcher matcher(Path root, String pattern) {
    boolean isOfNames = pattern.indexOf('/') < 0;
    String glob = pattern.endsWith("/") ? pattern + "**" : pattern;
    PathMatcher matcher = root.getFileSystem().getPathMatcher("glob:" + glob);
    return isOfNames ? path -> matcher.matches(path.getFileName()) : matcher;
  }

  private static boolean matches(List<PathMatcher> matchers, Path relative) {
    return matchers.stream().anyMatch(matcher -> matcher.matches(relative));
  }
}
