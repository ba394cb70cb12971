package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.output.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Fifty texts that tokenizers trip over, against vectors made without any of this code: the
 * tokenizer of transformers.js, written in JavaScript, and ONNX Runtime 1.29 for Node, one text at
 * a time, mean and length 1 taken there. Components were written with six decimals.
 *
 * <p>The same version of the runtime on the same kind of processor agrees to those six decimals.
 * Another one may round its 8-bit steps otherwise: version 1.30 moves components by up to 0.02.
 * Where that is so, the property {@code quiver.golden.tolerance} widens what is let pass.
 */
class GoldenVectorsTest {
  private static final double TOLERANCE =
      Double.parseDouble(System.getProperty("quiver.golden.tolerance", "0.00001"));

  private static OnnxEmbeddingModel model;

  @BeforeAll
  static void load() {
    model = OnnxEmbeddingModel.allMiniLmL6V2();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @TestFactory
  List<DynamicTest> everyTextHasTheVectorItsAuthorsMeant() throws IOException {
    try (InputStream file = GoldenVectorsTest.class.getResourceAsStream("tricky-texts.jsonl")) {
      var json = new ObjectMapper();
      List<DynamicTest> tests =
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> check(read(json, line)))
              .toList();
      assertThat(tests).hasSize(50);
      return tests;
    }
  }

  private static JsonNode read(ObjectMapper json, String line) {
    try {
      return json.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException("the golden file is broken", e);
    }
  }

  private static DynamicTest check(JsonNode expected) {
    String text = expected.get("text").textValue();
    String name = text.length() > 60 ? text.substring(0, 60) : text;
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Response<Embedding> actual = model.embed(text);
          assertThat(TokenCounts.of(actual)).isEqualTo(expected.get("tokens").intValue());
          float[] vector = actual.content().vector();
          double worst = 0;
          for (int i = 0; i < vector.length; i++) {
            worst =
                Math.max(worst, Math.abs(vector[i] - expected.get("vector").get(i).doubleValue()));
          }
          assertThat(worst).isLessThan(TOLERANCE);
        });
  }
}
