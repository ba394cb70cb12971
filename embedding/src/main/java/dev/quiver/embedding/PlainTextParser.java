package dev.quiver.embedding;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text files as they are. Bytes that are no UTF-8 are refused: they are no text, or another one.
 */
enum PlainTextParser implements DocumentParser {
  UTF_8;

  @Override
  public Document parse(InputStream in) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
      return Document.from(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException malformed) {
      throw new IllegalArgumentException("the file must be text in UTF-8, but is not", malformed);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
