package dev.quiver.benchmarks.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads vectors from files: {@code .i8}, 384 signed bytes each without a header, and {@code
 * .fvecs}, each a dimension and as many floats, little-endian. They come out scaled to length 1.
 * Texts are in a {@code .txt.gz} of the same name, one a line.
 */
final class VectorFiles {
  private static final String BYTES = ".i8";
  private static final String FLOATS = ".fvecs";
  private static final String TEXTS = ".txt.gz";
  private static final int DIMENSION_OF_BYTES = 384;

  private VectorFiles() {}

  /** All vectors of the file, or of all files of these kinds in the folder by name. */
  static List<float[]> read(Path source) throws IOException {
    var vectors = new ArrayList<float[]>();
    for (Path file : files(source)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      boolean small = file.toString().endsWith(BYTES);
      while (bytes.hasRemaining()) {
        vectors.add(toLengthOne(small ? nextBytes(bytes) : nextFloats(bytes)));
      }
    }
    return vectors;
  }

  private static List<Path> files(Path source) throws IOException {
    try (Stream<Path> found = Files.isDirectory(source) ? Files.list(source) : Stream.of(source)) {
      List<Path> files =
          found
              .filter(path -> path.toString().endsWith(BYTES) || path.toString().endsWith(FLOATS))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            "vectors must be in files ending with "
                + BYTES
                + " or "
                + FLOATS
                + ", but "
                + source
                + " has none");
      }
      return files;
    }
  }

  private static float[] nextBytes(ByteBuffer bytes) {
    var vector = new float[DIMENSION_OF_BYTES];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = bytes.get();
    }
    return vector;
  }

  private static float[] nextFloats(ByteBuffer bytes) {
    var vector = new float[bytes.getInt()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = bytes.getFloat();
    }
    return vector;
  }

  static float[] toLengthOne(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return vector;
  }

  /** Texts of the first records; empty where there are none, or not as many. */
  static List<byte[]> texts(@Nullable Path source, int count) throws IOException {
    if (source == null || !source.toString().endsWith(BYTES)) {
      return List.of();
    }
    String name = source.getFileName().toString();
    Path file = source.resolveSibling(name.substring(0, name.length() - BYTES.length()) + TEXTS);
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return lines.lines().limit(count).map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    }
  }
}
