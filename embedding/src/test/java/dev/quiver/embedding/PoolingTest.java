package dev.quiver.embedding;

import static dev.quiver.embedding.TinyFolder.CLS;
import static dev.quiver.embedding.TinyFolder.HELLO;
import static dev.quiver.embedding.TinyFolder.SEP;
import static dev.quiver.embedding.TinyFolder.WORLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.quiver.embedding.spec.Pooling;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tokens are read, and how their vectors become one, seen through a graph that shows ids. */
class PoolingTest {
  @TempDir private Path directory;
  private TinyFolder folder;

  @BeforeEach
  void folder() throws IOException {
    folder = new TinyFolder(directory);
  }

  private float embed(OnnxEmbeddingModelBuilder builder, String text) {
    try (OnnxEmbeddingModel model = builder.normalize(false).build()) {
      return model.embed(text).content().vector()[0];
    }
  }

  @Test
  void tokenStatesArePooled() {
    assertThat(embed(folder.builder().pooling(Pooling.CLS), "hello world")).isEqualTo(CLS);
    assertThat(embed(folder.builder().pooling(Pooling.LAST_TOKEN), "hello world")).isEqualTo(SEP);
    assertThat(embed(folder.builder().pooling(Pooling.MEAN), "hello world"))
        .isEqualTo((CLS + HELLO + WORLD + SEP) / 4f);
  }

  @ParameterizedTest
  @CsvSource({"sentence_embedding", "some_name"})
  void aReadySentenceVectorIsTakenAsItIs(String output) throws IOException {
    folder.graph("model.onnx", TinyGraph.sentence(output));

    assertThat(embed(folder.builder().pooling(Pooling.CLS), "hello world"))
        .isEqualTo((CLS + HELLO + WORLD + SEP) / 4f);
  }

  @Test
  void vectorsAreScaledToLengthOneUnlessToldOtherwise() {
    assertThat(folder.embed("hello")).isEqualTo(1f);
    assertThat(embed(folder.builder().pooling(Pooling.CLS), "hello")).isEqualTo(CLS);
  }

  @Test
  void truncationKeepsTheSpecialTokens() {
    String tooLong = "hello ".repeat(100) + "world";

    assertThat(embed(folder.builder().pooling(Pooling.LAST_TOKEN).maxLength(5), tooLong))
        .isEqualTo(SEP);
    assertThat(embed(folder.builder().maxLength(5), tooLong))
        .isEqualTo((CLS + 3 * HELLO + SEP) / 5f);
  }

  @Test
  void aTextOfExactlyTheLongestLengthIsWhole() {
    try (OnnxEmbeddingModel model = folder.builder().maxLength(5).normalize(false).build()) {
      assertThat(model.maxTokens()).isEqualTo(3);
      assertThat(model.tokenCounter().estimateTokenCountInText("hello hello world")).isEqualTo(3);
      assertThat(model.embed("hello hello world").content().vector()[0])
          .isEqualTo((CLS + 2 * HELLO + WORLD + SEP) / 5f);
      assertThat(TokenCounts.of(model.embed("hello hello world"))).isEqualTo(3);
      assertThat(TokenCounts.of(model.embed("hello hello world world"))).isEqualTo(3);
    }
  }

  @Test
  void queriesAndPassagesHaveTheirPrefixes() throws IOException {
    folder.file(
        "config_sentence_transformers.json",
        "{\"prompts\":{\"query\":\"hello \",\"passage\":\"world \"}}");
    float query = (CLS + HELLO + HELLO + SEP) / 4f;
    float passage = (CLS + WORLD + HELLO + SEP) / 4f;
    try (OnnxEmbeddingModel model = folder.builder().normalize(false).maxLength(9).build()) {
      assertThat(model.embedQuery("hello").content().vector()).containsExactly(query);
      assertThat(model.embedPassage("hello").content().vector()).containsExactly(passage);
      assertThat(model.embed("hello").content().vector()).containsExactly(passage);
      EmbeddingRequest asked =
          EmbeddingRequest.builder().input("hello").inputType(EmbeddingInputType.QUERY).build();
      assertThat(model.embed(asked).embeddings().getFirst().vector()).containsExactly(query);
      assertThat(model.maxTokens()).isEqualTo(6);
    }
  }

  @Test
  void aPrefixThatLeavesNoRoomIsRefused() {
    assertThatThrownBy(() -> folder.builder().maxLength(4).passagePrefix("hello world").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxLength must be above the special and prefix tokens (4), but was 4");
  }

  @Test
  void aChangeOfTheArrayHandedOutChangesNoLaterVector() {
    try (OnnxEmbeddingModel model = folder.builder().normalize(false).build()) {
      float[] first = model.embed("hello").content().vector();
      float before = first[0];
      first[0] = -1;
      assertThat(model.embed("hello").content().vector()).containsExactly(before);
    }
  }
}
