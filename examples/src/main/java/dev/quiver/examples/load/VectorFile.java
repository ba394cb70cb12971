package dev.quiver.examples.load;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.embedding.OnnxEmbeddingModel;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A file of vectors, or of passages that the bundled English model makes vectors of. Its name tells
 * its format: {@code .fvecs}, each vector a dimension and as many floats, little-endian; {@code
 * .i8}, bytes without a header; {@code .txt} or {@code .txt.gz}, a passage a line.
 */
record VectorFile(Path path, int dimensionOfBytes) {

  Vectors read(int most) throws IOException {
    String name = String.valueOf(path.getFileName());
    List<Embedding> vectors;
    if (name.endsWith(".fvecs")) {
      vectors = floats(most);
    } else if (name.endsWith(".i8")) {
      vectors = bytes(most);
    } else if (name.endsWith(".txt") || name.endsWith(".txt.gz")) {
      vectors = passages(most);
    } else {
      throw new IllegalArgumentException(
          "--vectors must end with .fvecs, .i8, .txt or .txt.gz, but was " + path);
    }
    return Vectors.given(
        String.format(Locale.ROOT, "%,d vectors of %s", vectors.size(), name), vectors);
  }

  private List<Embedding> floats(int most) throws IOException {
    var vectors = new ArrayList<Embedding>();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      for (byte[] head = in.readNBytes(Integer.BYTES);
          head.length == Integer.BYTES && vectors.size() < most;
          head = in.readNBytes(Integer.BYTES)) {
        var vector = new float[little(head).getInt()];
        little(whole(in, vector.length * Float.BYTES)).asFloatBuffer().get(vector);
        vectors.add(Embedding.from(vector));
      }
    }
    return vectors;
  }

  private List<Embedding> bytes(int most) throws IOException {
    var vectors = new ArrayList<Embedding>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      for (byte[] next = in.readNBytes(dimensionOfBytes);
          next.length == dimensionOfBytes && vectors.size() < most;
          next = in.readNBytes(dimensionOfBytes)) {
        var vector = new float[next.length];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = next[i];
        }
        vectors.add(Embedding.from(vector));
      }
    }
    return vectors;
  }

  private List<Embedding> passages(int most) throws IOException {
    InputStream file = Files.newInputStream(path);
    InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
    try (var lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
        OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      List<TextSegment> passages =
          lines.lines().filter(line -> !line.isBlank()).limit(most).map(TextSegment::from).toList();
      return model.embedAll(passages).content();
    }
  }

  private byte[] whole(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException(
          path + " must hold whole vectors, but ends " + (length - bytes.length) + " bytes early");
    }
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
