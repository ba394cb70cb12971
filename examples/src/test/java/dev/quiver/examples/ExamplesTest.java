package dev.quiver.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each example, run as a reader would run it, prints what it is there to show. */
@Timeout(60)
class ExamplesTest {
  private static List<String> run(Consumer<String[]> main) {
    PrintStream console = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      main.accept(new String[0]);
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void quickStartFindsTheTextThatAnswers() {
    assertThat(run(QuickStart::main))
        .hasSize(2)
        .first()
        .asString()
        .matches("0\\.\\d{3}  Sourdough rises by wild yeast .*");
  }

  @Test
  void filteredSearchLeavesOutWhatDoesNotMatch() {
    assertThat(run(FilteredSearch::main))
        .containsExactly(
            "2024, 5 of 5: The keyboard is a joy and the battery lasts.",
            "2025, 1 of 5: The keyboard rattles, and a key came loose.",
            "2 of 4 reviews match");
  }

  @Test
  void hybridSearchPutsTheRightPartNumberFirst() {
    String asked = "  XR-7 is a solvent for paint.";
    String confused = "  XR-9 is a syrup against cough.";
    assertThat(run(HybridSearch::main))
        .containsExactly(
            "VECTOR",
            confused,
            asked,
            "TEXT",
            asked,
            "  Cough syrup is safe from the age of two.",
            "HYBRID",
            asked,
            confused);
  }

  @Test
  void tenantsSeeTheirOwnAndAreNeverForgotten() {
    assertThat(run(Tenants::main))
        .containsExactly(
            "The board meets on Thursday at nine.",
            "The canteen is closed in August.",
            "shards asked: 1 of 4",
            "refused: filter of count must fix \"tenant\" by IsEqualTo or IsIn, but there was"
                + " none");
  }

  @Test
  void loseANodeAnswersAndWritesOn() {
    assertThat(run(LoseANode::main))
        .containsExactly(
            "Moss grows in the shade.",
            "Moss grows in the shade.",
            "4 records with a node down",
            "node-0 UP",
            "node-1 UP",
            "node-2 UP");
  }

  @Test
  void failOverAnswersFromTheSecond() {
    assertThat(run(FailOver::main))
        .containsExactly(
            "Dogs travel at half fare.", "us-west misses writes: 1", "us-east misses writes: 0");
  }

  @Test
  void withAiServicesPutsWhatWasFoundIntoThePrompt() {
    assertThat(run(WithAiServices::main))
        .containsExactly(
            "No OPENAI_API_KEY: a stub answers, with the prompt it was given.",
            "How long can I send something back?",
            "",
            "Answer using the following information:",
            "Returns are free for 60 days.");
  }
}
