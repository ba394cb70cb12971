package dev.quiver.examples.qa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {

  @Test
  void headingsListsAndParagraphsEndASentenceAndABrokenLineDoesNot() {
    String text =
        """
        # A heading of more than twenty letters

        The first sentence goes on
        in the next line. The second one is 1.5 times as long!
        - A bullet has a sentence of its own
        - Look into `./quiver help` for all of the commands
        1. Number one of the list comes last

        Short.\
        """;

    assertThat(sentences(text))
        .containsExactly(
            "The first sentence goes on\nin the next line.",
            "The second one is 1.5 times as long!",
            "A bullet has a sentence of its own",
            "Look into `./quiver help` for all of the commands",
            "Number one of the list comes last");
  }

  @Test
  void nothingComesOfNothing() {
    assertThat(sentences("")).isEmpty();
    assertThat(sentences(" \n\n * \n\n - ")).isEmpty();
    assertThat(sentences("x".repeat(700))).isEmpty();
  }

  private static List<String> sentences(String text) {
    return Sentences.of(text).stream().map(range -> range.of(text)).toList();
  }
}
