package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.document.Document;
import dev.quiver.embedding.internal.ledger.Hashing;
import java.io.IOException;

/** A document on its way in, not necessarily read yet. */
public interface Arrival {
  /** Where it comes from: the same for the same document in every run. */
  String source();

  /** Adds everything that decides what the document is. */
  void addTo(Hashing content) throws IOException;

  Document document() throws IOException;
}
