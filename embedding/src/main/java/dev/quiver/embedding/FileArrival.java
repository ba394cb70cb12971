package dev.quiver.embedding;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentLoader;
import dev.langchain4j.data.document.DocumentSource;
import dev.langchain4j.data.document.Metadata;
import dev.quiver.embedding.internal.ingest.Arrival;
import dev.quiver.embedding.internal.ledger.Hashing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way in. It is read once, and known by its bytes: one that has not changed needs no
 * parser.
 */
final class FileArrival implements Arrival, DocumentSource {
  private final Path file;
  private final FileTree tree;
  private byte @Nullable [] bytes;

  FileArrival(Path file, FileTree tree) {
    this.file = file.toAbsolutePath().normalize();
    this.tree = tree;
  }

  /** The same as the source of the document that LangChain4j's own loader makes of the file. */
  @Override
  public String source() {
    return DocumentArrival.source(metadata());
  }

  @Override
  public void addTo(Hashing content) throws IOException {
    content.add(tree.parser().getClass().getName()).add(bytes());
  }

  @Override
  public Document document() {
    return DocumentLoader.load(this, tree.parser());
  }

  @Override
  public InputStream inputStream() throws IOException {
    return new ByteArrayInputStream(bytes());
  }

  @Override
  public Metadata metadata() {
    Path folder = file.getParent();
    return new Metadata()
        .put(Document.FILE_NAME, String.valueOf(file.getFileName()))
        .put(Document.ABSOLUTE_DIRECTORY_PATH, String.valueOf(folder));
  }

  private byte[] bytes() throws IOException {
    if (bytes == null) {
      long size = Files.size(file);
      if (size > tree.maxBytes()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a file must have at most %d bytes, but had %d",
                tree.maxBytes(),
                size));
      }
      bytes = Files.readAllBytes(file);
    }
    return bytes;
  }
}
