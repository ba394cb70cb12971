package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.document.Document;
import dev.quiver.embedding.internal.ledger.Hashing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A document on its way in, not necessarily read yet. */
public interface Arrival {
  /** Where it comes from: the same for the same document in every run. */
  String source();

  /** What it was called by earlier versions; null where that was the same. */
  default @Nullable String formerSource() {
    return null;
  }

  /** Adds everything that decides what the document is. */
  void addTo(Hashing content) throws IOException;

  Document document() throws IOException;
}
