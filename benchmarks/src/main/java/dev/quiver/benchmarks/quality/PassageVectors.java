package dev.quiver.benchmarks.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.quiver.embedding.OnnxEmbeddingModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of the first passages beside those of the same model made elsewhere, one signed byte per
 * component.
 *
 * <p>Both are of weights of 8 bits, and both err. Which of two vectors that lie far apart is wrong
 * is for the weights of full precision to say. What these make of the seven passages that lie
 * farthest apart comes with this program: the graph of LangChain4j's artifact without {@code -q},
 * over the same tokens, one text at a time, mean and length 1. The graph itself has 90 MB.
 */
final class PassageVectors {
  private static final int PASSAGES = 2_000;
  private static final int DIMENSION = 384;
  private static final double LEAST_MEDIAN = 0.985;
  private static final double LEAST = 0.95;

  private final float[][] ours = new float[PASSAGES][];
  private final float[][] theirs = new float[PASSAGES][DIMENSION];
  private final double[] cosines = new double[PASSAGES];

  /** Prints what it finds. */
  void compare(Path data) throws IOException {
    String took = embed(data.resolve("passages.txt.gz"));
    readTheirs(data.resolve("passages.i8"));
    for (int i = 0; i < PASSAGES; i++) {
      cosines[i] = cosine(ours[i], theirs[i]);
    }
    double[] sorted = cosines.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "Passages, cosine to vectors made elsewhere: median %.4f (%s %.3f), least %.4f, 1st"
            + " percentile %.4f; %s%n",
        sorted[PASSAGES / 2],
        sorted[PASSAGES / 2] >= LEAST_MEDIAN ? "keeps" : "misses",
        LEAST_MEDIAN,
        sorted[0],
        sorted[PASSAGES / 100],
        took);
    judge();
  }

  private String embed(Path file) throws IOException {
    List<TextSegment> texts;
    try (var in = new GZIPInputStream(Files.newInputStream(file));
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        Stream<String> lines = reader.lines()) {
      texts = lines.limit(PASSAGES).map(TextSegment::from).toList();
    }
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      var effort = new Effort();
      List<Embedding> vectors = model.embedAll(texts).content();
      String took = effort.since(PASSAGES);
      Arrays.setAll(ours, i -> vectors.get(i).vector());
      return took;
    }
  }

  private void readTheirs(Path bytes) throws IOException {
    byte[] row = new byte[DIMENSION];
    try (var file = new RandomAccessFile(bytes.toFile(), "r")) {
      for (float[] vector : theirs) {
        file.readFully(row);
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] = row[i];
        }
      }
    }
  }

  private void judge() throws IOException {
    Map<Integer, float[]> fullPrecision = fullPrecision();
    int unexplained = 0;
    for (int i = 0; i < PASSAGES; i++) {
      if (cosines[i] >= LEAST) {
        continue;
      }
      float[] judge = fullPrecision.get(i);
      boolean oursIsRight =
          judge != null
              && cosine(ours[i], judge) >= LEAST
              && cosine(ours[i], judge) > cosine(theirs[i], judge);
      unexplained += oursIsRight ? 0 : 1;
      System.out.printf(
          Locale.ROOT, "  passage %d: %.4f; %s%n", i, cosines[i], toFullPrecision(i, judge));
    }
    System.out.printf(
        Locale.ROOT,
        "  %d below %.2f that full precision does not settle for Quiver (%s none)%n",
        unexplained,
        LEAST,
        unexplained == 0 ? "keeps" : "misses");
  }

  private String toFullPrecision(int passage, float @Nullable [] judge) {
    return judge == null
        ? "what full precision makes of it is not known"
        : String.format(
            Locale.ROOT,
            "to the vector of full precision Quiver has %.4f, the other one %.4f",
            cosine(ours[passage], judge),
            cosine(theirs[passage], judge));
  }

  private static Map<Integer, float[]> fullPrecision() throws IOException {
    Map<Integer, float[]> vectors = new HashMap<>();
    var json = new ObjectMapper();
    try (InputStream file = PassageVectors.class.getResourceAsStream("full-precision.jsonl")) {
      String lines =
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : lines.lines().toList()) {
        JsonNode next = json.readTree(line);
        var vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] = next.get("vector").get(i).floatValue();
        }
        vectors.put(next.get("passage").intValue(), vector);
      }
    }
    return vectors;
  }

  private static double cosine(float[] a, float[] b) {
    return CosineSimilarity.between(Embedding.from(a), Embedding.from(b));
  }
}
