package dev.quiver.embedding;

import dev.langchain4j.data.document.DocumentParser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file, or the documents of a folder and of the folders below it.
 *
 * <p>This is the one rule for which files are documents:
 *
 * <ul>
 *   <li>A file or a folder whose name begins with a dot is hidden, and never taken.
 *   <li>Without patterns a file is a document by the ending of its name, in capitals or not: text,
 *       Markdown, AsciiDoc, HTML, PDF, Office and OpenDocument files, RTF, EPUB, CSV, mail.
 *   <li>With {@link #include include} a file is a document if it matches one of the patterns,
 *       whatever its name; {@code *} takes every file.
 *   <li>A file that matches a pattern of {@link #exclude exclude} is no document.
 *   <li>A pattern is a glob. Without a slash it is for names, in every folder: {@code *.md}. With
 *       one it is for paths from the root on: {@code drafts/*.md}, {@code drafts/**}, {@code
 *       **}{@code /old/*.md}. One that ends with a slash is for all that is in that folder.
 *   <li>A root that is a file is taken as it is.
 * </ul>
 *
 * <p>A file's source is its absolute path. With a {@link #key key} it is the key and the path in
 * the folder, so that the folder may lie elsewhere at the next run; see there.
 *
 * @param root a folder, looked through to the bottom, or a single file
 * @param includes a file must match one of them; documents by their endings where there are none
 * @param excludes a file must match none of them
 * @param parser makes a document of a file
 * @param maxBytes a larger file is a bad document
 * @param key the name of the folder in the store; null: the absolute path
 */
public record FileTree(
    Path root,
    List<String> includes,
    List<String> excludes,
    DocumentParser parser,
    long maxBytes,
    @Nullable String key) {
  /** 64 MiB. */
  public static final long DEFAULT_MAX_BYTES = 64L << 20;

  /** The metadata key of the source, where the folder has a {@link #key key}. */
  public static final String SOURCE = "source";

  public FileTree {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
    if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "maxBytes must be between 1 and 2147483639, but was " + maxBytes);
    }
    if (key != null && (key.isBlank() || key.startsWith("/"))) {
      throw new IllegalArgumentException(
          "key must be a name, with no slash in front, but was \"" + key + "\"");
    }
  }

  /**
   * The documents of a folder, as plain text in UTF-8, up to {@link #DEFAULT_MAX_BYTES}; give a
   * {@link #parser} for anything else.
   */
  public static FileTree of(Path root) {
    return new FileTree(root, List.of(), List.of(), PlainTextParser.UTF_8, DEFAULT_MAX_BYTES, null);
  }

  /** The same, of files that match one of these patterns, or one of those given before. */
  public FileTree include(String... globs) {
    return new FileTree(root, joined(includes, globs), excludes, parser, maxBytes, key);
  }

  /** The same, without files that match one of these patterns. */
  public FileTree exclude(String... globs) {
    return new FileTree(root, includes, joined(excludes, globs), parser, maxBytes, key);
  }

  /**
   * One call at a time; a document whose file is as before is not parsed again. A {@link
   * FileParser} is told the file's name.
   */
  public FileTree parser(DocumentParser changed) {
    return new FileTree(root, includes, excludes, changed, maxBytes, key);
  }

  /** Plain text in UTF-8, or in this charset where a file is no UTF-8. */
  public FileTree charset(Charset charset) {
    return parser(PlainTextParser.orElse(charset));
  }

  /** The same, where a file of more bytes is a bad document. */
  public FileTree maxBytes(long changed) {
    return new FileTree(root, includes, excludes, parser, changed, key);
  }

  /**
   * Names the folder, wherever it lies: the source of {@code a/b.md} is {@code key/a/b.md}, and
   * stands in the metadata under {@link #SOURCE} instead of the absolute path. What the store has
   * of these files by their absolute paths is kept and goes on under the new names. Two folders of
   * one store need two keys.
   */
  public FileTree key(String name) {
    return new FileTree(root, includes, excludes, parser, maxBytes, name);
  }

  private static List<String> joined(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  /** Ordered by path. A file that goes away before it is read is a bad document. */
  public List<Path> files() throws IOException {
    return selected().documents();
  }

  /**
   * How many files no pattern was given for and are no documents, by the endings of their names.
   */
  public Map<String, Long> others() throws IOException {
    return selected().others();
  }

  /** Whether a file is one of its documents. */
  public boolean takes(Path file) {
    return Files.isRegularFile(file)
        && (root.equals(file) || (file.startsWith(root) && DocumentFiles.takes(this, file)));
  }

  private DocumentFiles selected() throws IOException {
    if (Files.isRegularFile(root)) {
      return new DocumentFiles(List.of(root), Map.of());
    }
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("root must be a file or a folder, but was " + root);
    }
    return DocumentFiles.of(this);
  }

  /** What a file of it is called in the store. */
  String source(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    if (key == null) {
      return absolute.toString();
    }
    Path folder = root.toAbsolutePath().normalize();
    Path relative = absolute.equals(folder) ? absolute.getFileName() : folder.relativize(absolute);
    return key + "/" + String.valueOf(relative).replace(root.getFileSystem().getSeparator(), "/");
  }
}
