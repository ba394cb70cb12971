package dev.quiver.examples.ingest;

import dev.quiver.embedding.FileTree;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which files are documents, and what they are called in the store. */
public final class DocumentOptions {
  @Option(
      names = "--docs",
      paramLabel = "FOLDER",
      required = true,
      description = {
        "Folder of documents, with the folders in it, or a single file. Hidden files (.name) are"
            + " never taken."
      })
  private Path root = Path.of("");

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = {
        "Take only files that match; may be given several times. '*.md' is every Markdown file,"
            + " 'guides/' everything in one folder, '*' every file. Default: text, Markdown,"
            + " HTML, PDF, Office and the like, by their names' endings."
      })
  private List<String> includes = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Leave out files that match; may be given several times.")
  private List<String> excludes = new ArrayList<>();

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description =
          "Charset of text files that are not in UTF-8, such as windows-1252. Default: they fail.")
  private @Nullable Charset charset;

  @Option(
      names = "--key",
      paramLabel = "NAME",
      description =
          "What the folder is called in the store, wherever it lies: two folders in one store need"
              + " two. Default: its name.")
  private @Nullable String key;

  /** Options as they are when only a folder is given. */
  public static DocumentOptions of(Path root) {
    var options = new DocumentOptions();
    options.root = root;
    return options;
  }

  public Path root() {
    return root;
  }

  /** The documents, each read by {@link DocumentReader}. */
  public FileTree tree() {
    FileTree tree =
        FileTree.of(root.toAbsolutePath().normalize())
            .include(includes.toArray(String[]::new))
            .exclude(excludes.toArray(String[]::new))
            .parser(DocumentReader.of(charset));
    String name = key == null ? name(root) : key;
    return name.isEmpty() ? tree : tree.key(name);
  }

  /** Of the folder; of a single file's folder. The root of a file system has none. */
  private static String name(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    Path folder = Files.isRegularFile(absolute) ? absolute.getParent() : absolute;
    return folder == null || folder.getFileName() == null ? "" : folder.getFileName().toString();
  }

  Selection selection() throws IOException {
    return Selection.of(tree());
  }
}
