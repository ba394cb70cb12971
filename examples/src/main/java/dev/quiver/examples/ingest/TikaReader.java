package dev.quiver.examples.ingest;

import dev.langchain4j.data.document.BlankDocumentException;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentParser;
import dev.langchain4j.data.document.parser.apache.tika.ApacheTikaDocumentParser;
import java.io.InputStream;
import java.util.List;
import org.apache.tika.config.ServiceLoader;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.DefaultParser;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.external.CompositeExternalParser;
import org.apache.tika.parser.ocr.TesseractOCRParser;

/**
 * Reads a file of any kind as text by Apache Tika, which tells its kind by its bytes. What needs
 * other programs on the machine is left out: the text of a file is the same everywhere.
 */
final class TikaReader implements DocumentParser {
  static final String NO_TEXT = "the file has no text (a scan or a picture has none)";

  /** One for all documents: to make it takes longer than to read most of them. */
  private final Parser parser =
      new AutoDetectParser(
          new DefaultParser(
              MediaTypeRegistry.getDefaultRegistry(),
              new ServiceLoader(),
              List.of(CompositeExternalParser.class, TesseractOCRParser.class)));

  private final DocumentParser tika =
      new ApacheTikaDocumentParser(
          () -> parser,
          ApacheTikaDocumentParser.DEFAULT_CONTENT_HANDLER_SUPPLIER,
          ApacheTikaDocumentParser.DEFAULT_METADATA_SUPPLIER,
          ApacheTikaDocumentParser.DEFAULT_PARSE_CONTEXT_SUPPLIER,
          false);

  @Override
  public Document parse(InputStream in) {
    try {
      return tika.parse(in);
    } catch (BlankDocumentException blank) {
      throw refused(NO_TEXT, blank);
    } catch (RuntimeException failed) {
      throw refused("the file is damaged or protected: " + root(failed), failed);
    }
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
