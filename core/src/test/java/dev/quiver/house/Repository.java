package dev.quiver.house;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The checkout the tests run in: its text files, without what {@code .gitignore} leaves out. */
final class Repository {
  private static final Set<String> TEXT =
      Set.of("java", "xml", "md", "txt", "proto", "properties", "yml", "yaml", "sh", "args");
  private static final Set<String> TEXT_WITHOUT_SUFFIX =
      Set.of("quiver", "run", "LICENSE", "NOTICE", ".gitignore", ".gitattributes", ".editorconfig");

  private final Path root;
  private final List<PathMatcher> ignored;

  private Repository(Path root, List<PathMatcher> ignored) {
    this.root = root;
    this.ignored = ignored;
  }

  /** Found upwards from the working directory: the first folder with {@code .mvn} in it. */
  static Repository here() throws IOException {
    Path start = Path.of("").toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return at(at);
      }
    }
    throw new IllegalStateException(
        "the tests must run inside the repository, but run in " + start);
  }

  static Repository at(Path root) throws IOException {
    var ignored = new ArrayList<PathMatcher>();
    ignored.add(FileSystems.getDefault().getPathMatcher("glob:.git"));
    Path file = root.resolve(".gitignore");
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String name = line.strip().replaceAll("^/|/$", "");
        ignored.add(FileSystems.getDefault().getPathMatcher("glob:" + name));
      }
    }
    return new Repository(root, ignored);
  }

  Path root() {
    return root;
  }

  List<String> topLevel() throws IOException {
    return children(root).stream().map(path -> path.getFileName().toString()).toList();
  }

  List<TextFile> textFiles() throws IOException {
    var found = new ArrayList<TextFile>();
    collect(root, found);
    return found;
  }

  List<JavaFile> javaFiles() throws IOException {
    return JavaFile.parse(textFiles().stream().filter(TextFile::isJava).toList());
  }

  private void collect(Path folder, List<TextFile> found) throws IOException {
    for (Path path : children(folder)) {
      if (Files.isDirectory(path)) {
        collect(path, found);
      } else if (isText(path.getFileName().toString())) {
        String relative = root.relativize(path).toString().replace('\\', '/');
        found.add(new TextFile(relative, Files.readString(path)));
      }
    }
  }

  private List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(path -> ignored.stream().noneMatch(i -> i.matches(path.getFileName())))
          .sorted()
          .toList();
    }
  }

  private static boolean isText(String name) {
    int dot = name.lastIndexOf('.');
    return TEXT_WITHOUT_SUFFIX.contains(name)
        || (dot > 0 && TEXT.contains(name.substring(dot + 1)));
  }
}
