package dev.quiver.examples.qa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.quiver.embedding.OnnxEmbeddingModel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Catches: sentences that go through the model again though their passage was found before. */
class HighlighterTest {
  /** Counts what it is given. */
  private static final class Counting implements EmbeddingModel {
    private final EmbeddingModel model;
    private int texts;

    Counting(EmbeddingModel model) {
      this.model = model;
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      texts += segments.size();
      return model.embedAll(segments);
    }
  }

  @Test
  void aPassageGoesThroughTheModelOnce() {
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      var counting = new Counting(model);
      var highlighter = new Highlighter(counting, model.tokenCounter());
      Embedding question = model.embedQuery("When does the bakery open?").content();
      List<Passage> passages =
          List.of(passage("The bakery opens at six. The harbour sleeps for long."), passage("***"));

      List<Passage> first = highlighter.highlight(question, passages);
      assertThat(counting.texts).isEqualTo(2);
      assertThat(first.getFirst().highlights())
          .extracting(found -> first.getFirst().text().substring(found.start(), found.end()))
          .containsExactly("The bakery opens at six.");

      assertThat(highlighter.highlight(question, passages)).isEqualTo(first);
      Embedding other = model.embedQuery("Who sleeps?").content();
      highlighter.highlight(other, passages);
      assertThat(counting.texts).as("after two more questions").isEqualTo(2);

      List<Passage> many =
          IntStream.range(0, 400)
              .mapToObj(i -> passage("This is sentence number " + i + "."))
              .toList();
      highlighter.highlight(question, many);
      highlighter.highlight(question, passages);
      assertThat(counting.texts).as("those asked for last are kept").isEqualTo(2 + 400 + 2);
    }
  }

  private static Passage passage(String text) {
    return new Passage(1, new Passage.Place("a.md", null, null), text, 1, 1, List.of());
  }
}
