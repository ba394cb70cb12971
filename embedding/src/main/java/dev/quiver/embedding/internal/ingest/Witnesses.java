package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.embedding.Embedding;
import dev.quiver.embedding.internal.ledger.Witness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Picks the segments to recognise the store by: after the first batch of a run, after every so many
 * segments, and at the end, the newest segment of each of the last documents. Several, because one
 * alone may have been removed by hand; of different documents, because one may have been removed as
 * a whole.
 */
final class Witnesses {
  private static final int SEGMENTS = 1_000;
  private static final int DOCUMENTS = 3;

  /** The last documents, the newest last, each with its newest segment. */
  private final Map<Work, Witness> last = new LinkedHashMap<>();

  /** Since the last witness. */
  private final Set<Work> documents = new HashSet<>();

  /** So many that the first batch is followed by some. */
  private int segments = SEGMENTS;

  /** A batch whose segments are in the store. */
  void stored(List<Piece.Embedded> batch, Instant now) {
    for (Piece.Embedded each : batch) {
      UUID id = each.piece().id();
      Embedding embedding = each.embedding();
      if (id != null && embedding != null && each.work().failure() == null) {
        last.remove(each.work());
        last.put(
            each.work(), new Witness(each.work().source(), id, embedding.vectorAsList(), 1, now));
        if (last.size() > DOCUMENTS) {
          last.remove(last.keySet().iterator().next());
        }
        documents.add(each.work());
        segments++;
      }
    }
  }

  /** Where it is time for some. */
  List<Witness> due() {
    return segments >= SEGMENTS ? take() : List.of();
  }

  /** All there are, however few. */
  List<Witness> take() {
    var taken = new ArrayList<Witness>();
    for (Witness each : last.values()) {
      int stands = taken.isEmpty() ? documents.size() - last.size() + 1 : 1;
      taken.add(new Witness(each.source(), each.segment(), each.vector(), stands, each.stored()));
    }
    last.clear();
    documents.clear();
    segments = 0;
    return taken;
  }
}
