package dev.quiver.examples.qa;

import java.util.List;

/**
 * A piece of a document that was found for a question.
 *
 * @param number it is cited by, from 1
 * @param source the document's path in the folder
 * @param score its rank among what words and meaning found, 0 to 1
 * @param similarity of its meaning to the question's, -1 to 1
 * @param highlights the sentences in it that are closest to the question
 */
record Passage(
    int number,
    String source,
    String text,
    double score,
    double similarity,
    List<Highlight> highlights) {
  Passage {
    highlights = List.copyOf(highlights);
  }

  /** A sentence, from one index of the text to before another one. */
  record Highlight(int start, int end, double similarity) {}

  Passage with(List<Highlight> found) {
    return new Passage(number, source, text, score, similarity, found);
  }
}
