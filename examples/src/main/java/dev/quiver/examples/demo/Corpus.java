package dev.quiver.examples.demo;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The bundled texts: entries of the Jargon File, in the alphabet's order. A line that begins with
 * {@code % } names an entry, the lines below it are its paragraphs.
 */
record Corpus(List<Document> documents) {
  static final String LICENCE =
      "Jargon File 4.4.7, 29 Dec 2003, ed. Eric S. Raymond; public domain";

  /** The metadata key that says which entry a segment is from. */
  static final String ENTRY = "entry";

  private static final String FILE = "jargon-file.txt";

  Corpus {
    documents = List.copyOf(documents);
  }

  static Corpus bundled() {
    try (InputStream file = Objects.requireNonNull(Corpus.class.getResourceAsStream(FILE), FILE)) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return new Corpus(
          Arrays.stream(text.split("(^|\n)% ", -1))
              .filter(entry -> !entry.isBlank())
              .map(Corpus::document)
              .toList());
    } catch (IOException failed) {
      throw new UncheckedIOException(FILE + " cannot be read", failed);
    }
  }

  private static Document document(String entry) {
    String[] parts = entry.strip().split("\n", 2);
    return Document.from(parts[0] + ": " + parts[1], Metadata.from(ENTRY, parts[0]));
  }

  /** All but the last ones. */
  Corpus without(int latecomers) {
    return new Corpus(documents.subList(0, documents.size() - latecomers));
  }

  /** The last ones alone. */
  Corpus last(int latecomers) {
    return new Corpus(documents.subList(documents.size() - latecomers, documents.size()));
  }
}
