package dev.quiver.embedding;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentParser;
import dev.langchain4j.data.document.Metadata;
import dev.quiver.embedding.internal.ingest.Arrival;
import dev.quiver.embedding.internal.ledger.Hashing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way in. It is read once, and known by its bytes: one that has not changed needs no
 * parser.
 */
final class FileArrival implements Arrival {
  private final Path file;
  private final FileTree tree;
  private byte @Nullable [] bytes;

  FileArrival(Path file, FileTree tree) {
    this.file = file.toAbsolutePath().normalize();
    this.tree = tree;
  }

  /** Without a key the same as of the document that LangChain4j's own loader makes of the file. */
  @Override
  public String source() {
    return tree.source(file);
  }

  @Override
  public @Nullable String formerSource() {
    return tree.key() == null ? null : file.toString();
  }

  @Override
  public void addTo(Hashing content) throws IOException {
    DocumentParser parser = tree.parser();
    String reading =
        parser instanceof FileParser told ? told.version(name()) : parser.getClass().getName();
    content.add(reading).add(bytes());
  }

  @Override
  public Document document() throws IOException {
    var in = new ByteArrayInputStream(bytes());
    Document document =
        tree.parser() instanceof FileParser told ? told.parse(name(), in) : tree.parser().parse(in);
    document.metadata().putAll(metadata().toMap());
    return document;
  }

  private String name() {
    return String.valueOf(file.getFileName());
  }

  private Metadata metadata() {
    var metadata = new Metadata().put(Document.FILE_NAME, name());
    return tree.key() == null
        ? metadata.put(Document.ABSOLUTE_DIRECTORY_PATH, String.valueOf(file.getParent()))
        : metadata.put(FileTree.SOURCE, source());
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
