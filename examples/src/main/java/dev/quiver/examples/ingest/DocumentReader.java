package dev.quiver.examples.ingest;

import dev.langchain4j.data.document.BlankDocumentException;
import dev.langchain4j.data.document.Document;
import dev.quiver.embedding.FileParser;
import dev.quiver.embedding.PlainTextParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whatever lies in a folder: text as it stands, and PDF, Office, HTML and the like through Tika.
 * Tika does not get the text, because it would take Markdown with a few tags in it for a web page.
 */
public final class DocumentReader implements FileParser {
  /** What is in such a file is no text, whatever it looks like. */
  private static final Set<String> BINARY =
      Set.of("pdf doc docx dotx ppt pptx xls xlsx odt odp ods epub msg rtf".split(" "));

  private static final Set<String> WEB = Set.of("html", "htm", "xhtml");
  private static final Set<String> TEXT =
      Set.of("txt text md markdown adoc asciidoc rst csv tsv eml".split(" "));
  private static final List<String> FORMATS_WRITTEN_AS_TEXT =
      List.of("<!doctype html", "<html", "<?xml", "{\\rtf", "%pdf-");
  private static final int LONGEST_MARK = 64;

  private final PlainTextParser plain;
  private final TikaReader tika = new TikaReader();

  private DocumentReader(PlainTextParser plain) {
    this.plain = plain;
  }

  /**
   * Makes one.
   *
   * @param charset of text that is no UTF-8; null: such a file is refused
   */
  public static DocumentReader of(@Nullable Charset charset) {
    return new DocumentReader(
        charset == null ? PlainTextParser.UTF_8 : PlainTextParser.orElse(charset));
  }

  /** Text is read as it always was; pages, menus and damage are told apart since the second. */
  @Override
  public String version(String fileName) {
    String ending = ending(fileName);
    boolean isText = !BINARY.contains(ending) && !WEB.contains(ending);
    String name = getClass().getName();
    return isText
        ? plain.version(fileName).replace(PlainTextParser.class.getName(), name)
        : name + " 2";
  }

  @Override
  public Document parse(String fileName, InputStream in) {
    byte[] bytes = bytes(in);
    String ending = ending(fileName);
    if (bytes.length == 0) {
      throw new BlankDocumentException();
    }
    if (BINARY.contains(ending)) {
      tika.requireKind(ending, bytes);
      return tika.parse(bytes);
    }
    String text;
    try {
      text = plain.text(bytes);
    } catch (IllegalArgumentException refused) {
      if (TEXT.contains(ending) || !tika.knows(bytes)) {
        String reason = String.valueOf(refused.getMessage());
        throw new IllegalArgumentException(
            reason.endsWith("charset") ? reason + " with --charset" : reason, refused);
      }
      return tika.parse(bytes);
    }
    if (WEB.contains(ending) || isMarkup(text)) {
      return tika.parse(bytes);
    }
    if (text.isBlank()) {
      throw new BlankDocumentException();
    }
    return Document.from(text);
  }

  private static String ending(String fileName) {
    return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static byte[] bytes(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean isMarkup(String text) {
    String start =
        text.stripLeading()
            .substring(0, Math.min(LONGEST_MARK, text.stripLeading().length()))
            .toLowerCase(Locale.ROOT);
    return FORMATS_WRITTEN_AS_TEXT.stream().anyMatch(start::startsWith);
  }
}
