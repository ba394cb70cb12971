package dev.quiver.embedding;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.quiver.embedding.internal.ingest.Arrival;
import dev.quiver.embedding.internal.ingest.SegmentIds;
import dev.quiver.embedding.internal.ledger.Hashing;
import org.jspecify.annotations.Nullable;

/** A document that is there already. */
record DocumentArrival(Document document, @Nullable String sourceKey) implements Arrival {

  @Override
  public String source() {
    return sourceKey == null ? source(document.metadata()) : source(document.metadata(), sourceKey);
  }

  @Override
  public void addTo(Hashing content) {
    SegmentIds.add(content.add(document.text()), document.metadata());
  }

  /** The file, or the address. */
  static String source(Metadata metadata) {
    Object file = metadata.toMap().get(Document.FILE_NAME);
    Object folder = metadata.toMap().get(Document.ABSOLUTE_DIRECTORY_PATH);
    if (file != null) {
      return folder == null ? file.toString() : folder + "/" + file;
    }
    return source(metadata, Document.URL);
  }

  private static String source(Metadata metadata, String key) {
    Object value = metadata.toMap().get(key);
    if (value == null || value.toString().isBlank()) {
      throw new IllegalArgumentException(
          "a document must say in its metadata where it comes from ("
              + key
              + "), but had "
              + metadata.toMap().keySet());
    }
    return value.toString();
  }
}
