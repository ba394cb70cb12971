package dev.quiver.examples.qa;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a document that was found for a question.
 *
 * @param number it is cited by, from 1
 * @param score its rank among what words and meaning found, 0 to 1
 * @param similarity of its meaning to the question's, -1 to 1
 * @param highlights the sentences in it that are closest to the question
 */
record Passage(
    int number,
    @JsonUnwrapped Place place,
    String text,
    double score,
    double similarity,
    List<Highlight> highlights) {
  Passage {
    highlights = List.copyOf(highlights);
  }

  /**
   * Where it stands.
   *
   * @param source the document's path in the folder
   * @param page of the document, from 1; null where it has none
   * @param link what opens the document there; null where it is no longer in the folder
   */
  record Place(String source, @Nullable Integer page, @Nullable String link) {
    @Override
    public String toString() {
      return page == null ? source : source + ", page " + page;
    }
  }

  /** A sentence, from one index of the text to before another one. */
  record Highlight(int start, int end, double similarity) {}

  Passage with(List<Highlight> found) {
    return new Passage(number, place, text, score, similarity, found);
  }
}
