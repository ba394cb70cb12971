package dev.quiver.examples.ingest;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentParser;
import dev.quiver.embedding.FileTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whatever lies in a folder: text as it stands, and PDF, Office, HTML and the like through Tika.
 * Tika does not get the text, because it would take Markdown with a few tags in it for a web page.
 */
public final class DocumentReader implements DocumentParser {
  private static final String[] HIDDEN = {".*", ".*/**", "**/.*", "**/.*/**"};
  private static final List<String> FORMATS_WRITTEN_AS_TEXT =
      List.of("<!doctype html", "<html", "<?xml", "{\\rtf", "%pdf-");
  private static final int LONGEST_MARK = 64;

  private final DocumentParser tika = new TikaReader();

  /** The files of a folder, read so, but for hidden ones. */
  public static FileTree visible(Path root) {
    return FileTree.of(root).exclude(HIDDEN).parser(new DocumentReader());
  }

  @Override
  public Document parse(InputStream in) {
    byte[] bytes = bytes(in);
    String text = textOrNull(bytes);
    if (text == null || isMarkup(text)) {
      return tika.parse(new ByteArrayInputStream(bytes));
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException(TikaReader.NO_TEXT);
    }
    return Document.from(text);
  }

  private static byte[] bytes(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static @Nullable String textOrNull(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? text : null;
    } catch (CharacterCodingException binary) {
      return null;
    }
  }

  private static boolean isMarkup(String text) {
    String start =
        text.stripLeading()
            .substring(0, Math.min(LONGEST_MARK, text.stripLeading().length()))
            .replace("\uFEFF", "")
            .toLowerCase(Locale.ROOT);
    return FORMATS_WRITTEN_AS_TEXT.stream().anyMatch(start::startsWith);
  }
}
