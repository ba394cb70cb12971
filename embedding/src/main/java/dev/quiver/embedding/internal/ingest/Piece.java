package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A segment on its way; without one, the sign that its document has nothing to embed. */
record Piece(Work work, @Nullable UUID id, @Nullable TextSegment segment) {

  /** A piece behind the model; without a vector where there was nothing to embed. */
  record Embedded(Piece piece, @Nullable Embedding embedding) {
    Work work() {
      return piece.work();
    }

    /** The store failed, and may have it all the same. */
    void mayBeStored() {
      UUID id = piece.id();
      if (id != null) {
        piece.work().mayBeStored(id);
      }
    }
  }
}
