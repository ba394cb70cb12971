package dev.quiver.examples.qa;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page is told: the answer, what it rests on, and what it took. */
record Reply(String question, Answer answer, List<Passage> passages, Search search, Millis millis) {

  /**
   * Either a text by a language model, which cites passages as [1], or sentences of the documents.
   *
   * @param by the language model; null where sentences were picked
   * @param note what the reader should know about how the answer came to be
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      @Nullable String by, @Nullable String text, List<Quote> quotes, @Nullable String note) {}

  /** A sentence of a passage. */
  record Quote(String text, int passage, double similarity) {}

  /** Which replicas were asked; none where the answer was in the cache. */
  record Search(boolean cacheHit, double coverage, List<Asked> shards) {}

  /** One shard's replica. */
  record Asked(int shard, String node, double load, double millis, int candidates) {}

  /** Where the time went. */
  record Millis(double embed, double search, double answer, double total) {}
}
