package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The store as the last stage sees it: records of documents, added and removed. */
final class Records {
  private final EmbeddingStore<TextSegment> store;
  private final Failures failures;
  private final ByDocument byDocument;

  Records(Plan plan, Failures failures) {
    this.store = plan.store();
    this.failures = failures;
    this.byDocument = new ByDocument("store", plan.storeRetries());
  }

  /** What the store may have already is replaced. */
  void add(List<Piece.Embedded> pieces) {
    byDocument.run(pieces, Piece.Embedded::work, this::replace);
  }

  private void replace(List<Piece.Embedded> pieces) {
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    var before = new ArrayList<String>();
    for (Piece.Embedded piece : pieces) {
      UUID id = piece.piece().id();
      TextSegment segment = piece.piece().segment();
      Embedding embedding = piece.embedding();
      if (id != null && segment != null && embedding != null) {
        ids.add(id.toString());
        embeddings.add(embedding);
        segments.add(segment);
        if (piece.work().isUncertain(id)) {
          before.add(id.toString());
        }
      }
    }
    if (!before.isEmpty() && !remove(before)) {
      pieces.stream()
          .map(Piece.Embedded::work)
          .distinct()
          .forEach(work -> cannotRemove(work, "may hold segments twice, unless ids are unique"));
    }
    try {
      store.addAll(ids, embeddings, segments);
    } catch (RuntimeException failed) {
      if (!Retries.isFinal(failed)) {
        pieces.forEach(Piece.Embedded::mayBeStored);
      }
      throw failed;
    }
  }

  void removeObsolete(List<Work> documents) {
    List<Work> outdated =
        documents.stream()
            .filter(work -> work.failure() == null && !work.obsolete().isEmpty())
            .toList();
    byDocument.run(outdated, Function.identity(), this::removeAll);
  }

  private void removeAll(List<Work> documents) {
    List<String> ids =
        documents.stream().flatMap(work -> work.obsolete().stream()).map(UUID::toString).toList();
    if (!remove(ids)) {
      documents.forEach(work -> cannotRemove(work, "still holds segments that are outdated"));
    }
  }

  private void cannotRemove(Work work, String so) {
    String reason = "the store cannot remove by id, so it " + so;
    failures.report(new Failure(work.source(), reason), new UnsupportedOperationException(reason));
  }

  /** Returns false if the store cannot. */
  private boolean remove(Collection<String> ids) {
    try {
      store.removeAll(ids);
      return true;
    } catch (UnsupportedFeatureException | UnsupportedOperationException cannot) {
      return false;
    }
  }
}
