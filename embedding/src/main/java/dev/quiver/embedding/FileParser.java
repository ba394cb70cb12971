package dev.quiver.embedding;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentParser;
import java.io.InputStream;

/** A parser that is told the name of the file, whose ending says what the file should be. */
public interface FileParser extends DocumentParser {

  /**
   * Reads a file.
   *
   * @throws dev.langchain4j.data.document.BlankDocumentException if there is nothing in it
   * @throws RuntimeException if it cannot be read; the message says why
   */
  Document parse(String fileName, InputStream in);

  @Override
  default Document parse(InputStream in) {
    return parse("", in);
  }

  /**
   * How files of this name are read: with another value than at the last run, one is read again
   * though its bytes are the same. Default: the name of the class.
   */
  default String version(String fileName) {
    return getClass().getName();
  }
}
