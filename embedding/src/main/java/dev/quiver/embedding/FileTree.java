package dev.quiver.embedding;

import dev.langchain4j.data.document.DocumentParser;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file, or the files of a folder and those below it. Patterns are globs over the path relative to
 * the folder: {@code **.md} is every Markdown file, {@code drafts/**} everything in one folder.
 *
 * @param includes a file must match one of them; all files do where there are none
 * @param excludes a file must match none of them
 * @param maxBytes a larger file is a bad document
 */
public record FileTree(
    Path root, List<String> includes, List<String> excludes, DocumentParser parser, long maxBytes) {
  public static final long DEFAULT_MAX_BYTES = 64L << 20;

  public FileTree {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
    if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "maxBytes must be between 1 and 2147483639, but was " + maxBytes);
    }
  }

  /** Plain text in UTF-8; give a {@link #parser} for anything else. */
  public static FileTree of(Path root) {
    return new FileTree(root, List.of(), List.of(), PlainTextParser.UTF_8, DEFAULT_MAX_BYTES);
  }

  public FileTree include(String... globs) {
    return new FileTree(root, joined(includes, globs), excludes, parser, maxBytes);
  }

  public FileTree exclude(String... globs) {
    return new FileTree(root, includes, joined(excludes, globs), parser, maxBytes);
  }

  /** One call at a time; a document whose file is as before is not parsed again. */
  public FileTree parser(DocumentParser changed) {
    return new FileTree(root, includes, excludes, changed, maxBytes);
  }

  public FileTree maxBytes(long changed) {
    return new FileTree(root, includes, excludes, parser, changed);
  }

  private static List<String> joined(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  /** Ordered by path. A file that goes away before it is read is a bad document. */
  public List<Path> files() throws IOException {
    if (Files.isRegularFile(root)) {
      return List.of(root);
    }
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("root must be a file or a folder, but was " + root);
    }
    List<PathMatcher> in = matchers(includes);
    List<PathMatcher> out = matchers(excludes);
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> in.isEmpty() || matches(in, file))
          .filter(file -> !matches(out, file))
          .sorted()
          .toList();
    }
  }

  private List<PathMatcher> matchers(List<String> globs) {
    FileSystem files = root.getFileSystem();
    var matchers = new ArrayList<PathMatcher>();
    for (String glob : globs) {
      matchers.add(files.getPathMatcher("glob:" + glob));
    }
    return matchers;
  }

  private boolean matches(List<PathMatcher> matchers, Path file) {
    Path relative = root.relativize(file);
    return matchers.stream().anyMatch(matcher -> matcher.matches(relative));
  }
}
