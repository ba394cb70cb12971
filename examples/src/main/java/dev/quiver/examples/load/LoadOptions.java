package dev.quiver.examples.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is stored, in what, and how hard it is pressed. */
final class LoadOptions {
  private static final int DIMENSION = 128;
  private static final int DIMENSION_OF_BYTES = 384;
  private static final int LONGEST_SECONDS = 3_600;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Records, at most (${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      description = "Components of a generated vector (128), or of one in a file of bytes (384).")
  private @Nullable Integer dimension;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Take the vectors of a file, .fvecs or .i8; or of passages, a line each, in a .txt or"
              + " .txt.gz. The last ones, 1,000 at most, are the queries. Default: generated ones.")
  private @Nullable Path vectors;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "20260101",
      description = "Of the generated vectors (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Nodes, all in this process (${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "Parts of the collection (as many as nodes).")
  private @Nullable Integer shards;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "Copies of each part (as many as nodes, 3 at most).")
  private @Nullable Integer replicas;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "4",
      description = "Callers at a time (${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "4",
      description = "How long each kind of call is measured (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "examples/target/load",
      description = "Where load.csv and load.svg are written (${DEFAULT-VALUE}).")
  private Path directory = Path.of("examples/target/load");

  Effort effort() {
    if (!(seconds > 0) || seconds > LONGEST_SECONDS) {
      throw new IllegalArgumentException(
          "--seconds must be above 0 and at most " + LONGEST_SECONDS + ", but was " + seconds);
    }
    return new Effort(atLeastOne("--threads", threads), Duration.ofNanos((long) (seconds * 1e9)));
  }

  Shape shape() {
    int most = Math.min(atLeastOne("--nodes", nodes), Replicas.MOST);
    return new Shape(
        nodes,
        shards == null ? nodes : atLeastOne("--shards", shards),
        replicas == null ? most : atLeastOne("--replicas", replicas));
  }

  Vectors vectors() throws IOException {
    atLeastOne("--records", records);
    if (vectors == null) {
      int components = dimension == null ? DIMENSION : dimension;
      return Vectors.generated(records, atLeastOne("--dimension", components), seed);
    }
    int components = dimension == null ? DIMENSION_OF_BYTES : dimension;
    return new VectorFile(vectors, atLeastOne("--dimension", components)).read(records);
  }

  Path directory() {
    return directory;
  }

  private static int atLeastOne(String name, int given) {
    if (given < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + given);
    }
    return given;
  }
}
