package dev.quiver.examples.qa;

import java.util.List;

/** Makes an answer of the passages found. */
interface Answerer {

  /**
   * May block, for as long as a language model takes.
   *
   * @param passages with their highlights
   */
  Reply.Answer answer(String question, List<Passage> passages);
}
