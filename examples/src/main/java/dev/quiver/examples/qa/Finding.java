package dev.quiver.examples.qa;

import dev.langchain4j.data.embedding.Embedding;
import dev.quiver.store.SearchReport;
import java.util.List;

/**
 * What the store has for a question, and how it came by it.
 *
 * @param vector the question's
 */
record Finding(Embedding vector, List<Passage> passages, SearchReport report, long embedNanos) {
  Finding {
    passages = List.copyOf(passages);
  }
}
