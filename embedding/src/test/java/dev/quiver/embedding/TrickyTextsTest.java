package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that break encoders: what is embedded, and what is refused by its index. */
class TrickyTextsTest {
  private static OnnxEmbeddingModel model;

  @BeforeAll
  static void load() {
    model = OnnxEmbeddingModel.allMiniLmL6V2();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static float[] vector(String text) {
    return model.embed(text).content().vector();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\r\n", "\u2003", "\u0000\u0000"})
  void blankTextIsRefusedByItsIndex(String blank) {
    assertThatThrownBy(
            () -> model.embed(EmbeddingRequest.builder().inputs("a", blank, "b").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("texts[1] must hold something to read, but was blank");
    assertThatThrownBy(() -> model.embed(blank))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("texts[0]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\ufffd", "\u200b\u200d"})
  void textWithoutAnyTokenIsRefusedByItsIndex(String nothing) {
    List<TextSegment> texts = Stream.of("a", "b", nothing).map(TextSegment::from).toList();

    assertThatThrownBy(() -> model.embedAll(texts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("texts[2] must hold something to read");
  }

  @Test
  void halfASurrogatePairIsReadAsTheReplacementCharacter() {
    assertThat(vector("a \ud83d b \ude00 c")).containsExactly(vector("a \ufffd b \ufffd c"));
    assertThat(vector("hello \ud83d")).containsExactly(vector("hello \ufffd"));
  }

  @Test
  void nullBytesAreLeftOut() {
    assertThat(vector("he\u0000llo wor\u0000ld")).containsExactly(vector("hello world"));
  }

  @Test
  void aMegabyteIsReadFromItsBeginning() {
    String megabyte = "lorem ipsum dolor ".repeat(60_000);
    Response<Embedding> response = model.embed(megabyte);

    assertThat(TokenCounts.of(response)).isEqualTo(254);
    assertThat(response.content().vector()).containsExactly(vector(megabyte.substring(0, 5_000)));
    assertThat(vector("x".repeat(1_000_000))).hasSize(384);
  }

  @Test
  void everyVectorHasLengthOne() {
    for (String text : List.of("a", "hello world", "😀", "مرحبا", "word ".repeat(1_000))) {
      double squares = 0;
      for (float component : vector(text)) {
        squares += (double) component * component;
      }
      assertThat(Math.sqrt(squares)).isBetween(1 - 1e-6, 1 + 1e-6);
    }
  }

  @Test
  void whatACallHoldsDoesNotChangeAVector() {
    List<String> texts = List.of("short", "a somewhat longer text", "word ".repeat(200), "short");
    List<Embedding> together =
        model.embedAll(texts.stream().map(TextSegment::from).toList()).content();

    for (int i = 0; i < texts.size(); i++) {
      assertThat(together.get(i).vector()).containsExactly(vector(texts.get(i)));
    }
  }

  @Test
  void noTextsHaveNoVectors() {
    assertThat(model.embedAll(List.of()).content()).isEmpty();
  }

  @Test
  void theCounterCountsTheModelsTokens() {
    var counter = model.tokenCounter();

    assertThat(counter.estimateTokenCountInText("")).isZero();
    assertThat(counter.estimateTokenCountInText("unbelievable")).isEqualTo(1);
    assertThat(counter.estimateTokenCountInText("hello ".repeat(1_000))).isEqualTo(1_000);
    assertThat(
            counter.estimateTokenCountInMessages(
                List.of(
                    SystemMessage.from("hello"),
                    UserMessage.from("hello world"),
                    AiMessage.from("hello"))))
        .isEqualTo(4);
    assertThat(model.maxTokens()).isEqualTo(254);
    assertThat(model.dimension()).isEqualTo(384);
    assertThat(model.modelName()).isEqualTo("all-MiniLM-L6-v2-int8");
  }

  @Test
  void chineseHasAModelOfItsOwn() {
    try (OnnxEmbeddingModel chinese = OnnxEmbeddingModel.bgeSmallZhV15()) {
      Embedding query = chinese.embedQuery("谁写了红楼梦？").content();
      float[] right = chinese.embedPassage("《红楼梦》的作者是曹雪芹。").content().vector();
      float[] wrong = chinese.embedPassage("长江是中国最长的河流。").content().vector();

      assertThat(chinese.dimension()).isEqualTo(512).isEqualTo(query.dimension());
      assertThat(dot(query.vector(), right)).isGreaterThan(dot(query.vector(), wrong) + 0.1);
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
