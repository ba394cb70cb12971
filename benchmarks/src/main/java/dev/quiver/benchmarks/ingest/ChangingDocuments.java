package dev.quiver.benchmarks.ingest;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Documents as they are in one round: from one to the next a third of them change, a few go and a
 * few come.
 */
record ChangingDocuments(int round) {
  private static final int DOCUMENTS = 1_500;
  private static final int COME_AND_GO = 20;
  private static final int LINES = 3;

  Stream<Document> stream() {
    int first = round * COME_AND_GO;
    return IntStream.range(first, first + DOCUMENTS).mapToObj(this::document);
  }

  private Document document(int number) {
    int version = (round + number % 3) / 3;
    var text = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      // Only the last line of a document changes.
      text.append("Line ").append(line).append(" of ").append(number);
      text.append(line == LINES - 1 ? " in version " + version : " stays as it is");
      text.append(line == LINES - 1 ? "." : ".\n");
    }
    return Document.from(
        text.toString(), Metadata.from(Document.URL, "https://example.org/" + number));
  }
}
