package dev.quiver.examples.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which files are documents. */
final class DocumentOptions {
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
            + " 'guides/**' everything in one folder, '**' every file. Default: text, Markdown,"
            + " HTML, PDF, Office and the like, by their names' endings."
      })
  private List<String> includes = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Leave out files that match; may be given several times.")
  private List<String> excludes = new ArrayList<>();

  Selection selection() throws IOException {
    return Selection.of(root, includes, excludes);
  }
}
