package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the parts of a comparison share; its folder is gone when it is closed. */
record Bench(Settings settings, Dataset data, Truths truths, Crew crew, Report report, Path root)
    implements AutoCloseable {

  static Bench of(Settings settings) throws IOException {
    Dataset data = Dataset.of(settings);
    var crew = new Crew();
    return new Bench(
        settings,
        data,
        new Truths(data, crew),
        crew,
        new Report(System.out),
        Files.createTempDirectory("quiver-compare-"));
  }

  Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() throws IOException {
    crew.close();
    delete(root);
  }
}
