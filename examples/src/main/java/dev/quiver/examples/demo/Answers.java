package dev.quiver.examples.demo;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The answers to the same questions, asked of one store and then of another, or of what is left.
 */
record Answers(List<Answer> all) {
  Answers {
    all = List.copyOf(all);
  }

  /** The same records with the same scores, or this demo has shown that it is wrong. */
  void requireSame(Answers before, String when) {
    if (!sources().equals(before.sources())) {
      throw new IllegalStateException(
          "answers " + when + " must be " + before.sources() + ", but were " + sources());
    }
  }

  /** Question, records and scores, to the last digit. */
  private List<String> sources() {
    return all.stream()
        .flatMap(answer -> answer.matches().stream())
        .map(match -> Answer.source(match) + " " + match.embeddingId() + " " + match.score())
        .toList();
  }

  Duration slowest() {
    return all.stream().map(Answer::took).max(Comparator.naturalOrder()).orElseThrow();
  }
}
