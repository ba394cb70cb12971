package dev.quiver.embedding;

import dev.langchain4j.data.document.BlankDocumentException;
import dev.langchain4j.data.document.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text files as they are: in UTF-8, in UTF-16 where the file begins with its mark, else in the
 * charset that was given. Bytes that are no text are refused, and the message says where.
 */
public final class PlainTextParser implements FileParser {
  /** Takes UTF-8 alone. */
  public static final PlainTextParser UTF_8 = new PlainTextParser(null);

  private static final char MARK = '\uFEFF';

  private static final int CHUNK = 8_192;

  private final @Nullable Charset otherwise;

  private PlainTextParser(@Nullable Charset otherwise) {
    this.otherwise = otherwise;
  }

  /** For files that are no UTF-8: of Western Europe, often {@code windows-1252}. */
  public static PlainTextParser orElse(Charset charset) {
    return new PlainTextParser(charset);
  }

  @Override
  public Document parse(String fileName, InputStream in) {
    try {
      String text = text(in.readAllBytes());
      if (text.isBlank()) {
        throw new BlankDocumentException();
      }
      return Document.from(text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public String version(String fileName) {
    return getClass().getName() + (otherwise == null ? "" : " " + otherwise);
  }

  /**
   * The text of a file.
   *
   * @throws IllegalArgumentException if it is no text; the message says from which byte on
   */
  public String text(byte[] bytes) {
    Charset marked = marked(bytes);
    int wrong = firstWrong(bytes, marked);
    Charset charset = marked;
    if (wrong >= 0 && otherwise != null && !hasZero(bytes)) {
      charset = otherwise;
      wrong = firstWrong(bytes, charset);
    }
    if (wrong >= 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the file must be text in %s, but byte %,d of %,d (0x%02X) is not%s",
              charset.name(),
              wrong,
              bytes.length,
              bytes[wrong],
              otherwise == null && !hasZero(bytes) ? "; if it is text, name its charset" : ""));
    }
    String text = new String(bytes, charset);
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  private static Charset marked(byte[] bytes) {
    if (bytes.length >= 2 && bytes.length % 2 == 0) {
      int mark = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
      if (mark == MARK) {
        return StandardCharsets.UTF_16BE;
      }
      if (mark == Character.reverseBytes(MARK)) {
        return StandardCharsets.UTF_16LE;
      }
    }
    return StandardCharsets.UTF_8;
  }

  /** The first byte that is no text in this charset; -1 if there is none. */
  private static int firstWrong(byte[] bytes, Charset charset) {
    CharsetDecoder decoder = charset.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      int from = in.position();
      out.clear();
      result = decoder.decode(in, out, true);
      int zero = out.flip().toString().indexOf('\0');
      if (zero >= 0) {
        // No text has one, though every charset can say it.
        return from + charset.encode(out.subSequence(0, zero)).remaining();
      }
    }
    return result.isError() ? in.position() : -1;
  }

  private static boolean hasZero(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }
}
