package dev.quiver.benchmarks.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.embedding.OnnxEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Questions of corpora that lie beside a file of vectors, as the bundled model embeds them, which
 * the vectors are of, too.
 */
final class Questions {
  /** Folders by what their questions are to passages of technical documentation. */
  private static final Map<String, String> FOLDERS =
      new TreeMap<>(Map.of("questions", "squad-v1.1-dev", "questions in Chinese", "xquad/zh"));

  private Questions() {}

  /** None where there are none, or where the vectors cannot be of that model. */
  static Map<String, float[][]> beside(@Nullable Path vectors, int dimension, int most)
      throws IOException {
    var questions = new LinkedHashMap<String, float[][]>();
    if (vectors == null) {
      return questions;
    }
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      for (Map.Entry<String, String> each : FOLDERS.entrySet()) {
        Path file = vectors.resolveSibling(each.getValue()).resolve("queries.jsonl");
        if (model.dimension() == dimension && Files.exists(file)) {
          questions.put(each.getKey(), embedded(model, texts(file, most)));
        }
      }
    }
    return questions;
  }

  /** Some from all over the file. */
  private static List<TextSegment> texts(Path file, int most) throws IOException {
    var mapper = new ObjectMapper();
    List<String> lines = Files.readAllLines(file);
    var texts = new ArrayList<TextSegment>();
    int step = Math.max(1, lines.size() / most);
    for (int line = 0; line < lines.size() && texts.size() < most; line += step) {
      texts.add(TextSegment.from(mapper.readTree(lines.get(line)).get("text").asText()));
    }
    return texts;
  }

  private static float[][] embedded(OnnxEmbeddingModel model, List<TextSegment> texts) {
    return model.embedAll(texts).content().stream().map(Embedding::vector).toArray(float[][]::new);
  }
}
