package dev.quiver.embedding;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.segment.TextSegment;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Documents by name; each line of their texts is a segment. */
final class Corpus {
  static final DocumentSplitter LINES =
      document ->
          Arrays.stream(document.text().split("\n", -1))
              .map(line -> TextSegment.from(line, document.metadata().copy()))
              .toList();

  private final Map<String, String> texts = new TreeMap<>();

  static Corpus of(int documents, int lines) {
    var corpus = new Corpus();
    for (int i = 0; i < documents; i++) {
      corpus.put("d" + i, text(i, lines));
    }
    return corpus;
  }

  static String text(int document, int lines) {
    var text = new StringBuilder("document " + document);
    for (int line = 1; line < lines; line++) {
      text.append("\nline ").append(line).append(" of ").append(document);
    }
    return text.toString();
  }

  Corpus put(String name, String text) {
    texts.put(name, text);
    return this;
  }

  Corpus remove(String name) {
    texts.remove(name);
    return this;
  }

  Stream<Document> documents() {
    return texts.entrySet().stream().map(entry -> document(entry.getKey(), entry.getValue()));
  }

  static Document document(String name, String text) {
    return Document.from(
        text, dev.langchain4j.data.document.Metadata.from(Document.FILE_NAME, name));
  }
}
