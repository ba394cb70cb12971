package dev.quiver.examples.demo;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import java.time.Duration;
import java.util.List;

/**
 * What a store found for a question, best first.
 *
 * @param took the search alone
 */
record Answer(String question, List<EmbeddingMatch<TextSegment>> matches, Duration took) {
  Answer {
    matches = List.copyOf(matches);
  }

  static String source(EmbeddingMatch<TextSegment> match) {
    return requireNonNull(match.embedded().metadata().getString(Corpus.ENTRY), Corpus.ENTRY);
  }

  /** What the text says after the entry's name and where the word comes from. */
  static String text(EmbeddingMatch<TextSegment> match) {
    String text = match.embedded().text();
    String name = source(match) + ": ";
    String said = text.startsWith(name) ? text.substring(name.length()) : text;
    return said.replaceFirst("^\\[[^]]*]\\s*", "").replaceAll("\\s+", " ");
  }
}
