package dev.quiver.examples.ingest;

import dev.langchain4j.data.document.BlankDocumentException;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.parser.apache.tika.ApacheTikaDocumentParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.apache.tika.config.ServiceLoader;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.DefaultParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.external.CompositeExternalParser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.apache.tika.parser.ocr.TesseractOCRParser;

/**
 * Reads a file of any kind as text by Apache Tika, which tells its kind by its bytes. What needs
 * other programs on the machine is left out: the text of a file is the same everywhere.
 */
final class TikaReader {
  /** What Tika says of bytes in which it sees no format of a document. */
  private static final Set<String> NO_FORMAT =
      Set.of(
          "text/plain",
          "application/octet-stream",
          "application/zip",
          "application/gzip",
          "application/x-tika-msoffice-embedded");

  private static final Set<String> WEB = Set.of("text/html", "application/xhtml+xml");

  /** One for all documents: to make it takes longer than to read most of them. */
  private final AutoDetectParser parser =
      new AutoDetectParser(
          new DefaultParser(
              MediaTypeRegistry.getDefaultRegistry(),
              new ServiceLoader(),
              List.of(CompositeExternalParser.class, TesseractOCRParser.class)));

  /** Whether the bytes are of a format, and not of any text or of nothing known. */
  boolean knows(byte[] bytes) {
    return !NO_FORMAT.contains(kind(bytes));
  }

  /**
   * Refuses what its name promises and its bytes do not hold.
   *
   * @throws IllegalArgumentException says what is there instead
   */
  void requireKind(String ending, byte[] bytes) {
    String kind = kind(bytes);
    if (NO_FORMAT.contains(kind)) {
      throw new IllegalArgumentException(
          "the file is damaged: its name says ." + ending + ", its content " + kind);
    }
  }

  private String kind(byte[] bytes) {
    try (TikaInputStream in = TikaInputStream.get(bytes)) {
      return parser.getDetector().detect(in, new Metadata()).getBaseType().toString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Its text.
   *
   * @throws BlankDocumentException if it has none: a scan or a picture has none
   */
  Document parse(byte[] bytes) {
    boolean isWeb = WEB.contains(kind(bytes));
    var tika =
        new ApacheTikaDocumentParser(
            () -> parser, () -> new PageText(isWeb), Metadata::new, TikaReader::context, false);
    try {
      return tika.parse(new ByteArrayInputStream(bytes));
    } catch (BlankDocumentException blank) {
      throw blank;
    } catch (RuntimeException failed) {
      throw refused("the file is damaged or protected: " + root(failed), failed);
    }
  }

  /** HTML comes with all its elements, menus and footers among them. */
  private static ParseContext context() {
    var context = new ParseContext();
    context.set(HtmlMapper.class, IdentityHtmlMapper.INSTANCE);
    return context;
  }

  /** Tika's names for its parts tell a reader nothing: they are there for a debugger only. */
  private static IllegalArgumentException refused(String reason, RuntimeException failed) {
    var refused = new IllegalArgumentException(reason);
    refused.addSuppressed(failed);
    return refused;
  }

  private static String root(Throwable failed) {
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
