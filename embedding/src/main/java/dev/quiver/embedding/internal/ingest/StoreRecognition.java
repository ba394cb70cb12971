package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.embedding.internal.ledger.Ledger;
import dev.quiver.embedding.internal.ledger.SourceKey;
import dev.quiver.embedding.internal.ledger.SourceState;
import dev.quiver.embedding.internal.ledger.Standing;
import dev.quiver.embedding.internal.ledger.StoreState;
import dev.quiver.embedding.internal.ledger.Witness;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the store is the one the ledger speaks of, or was wiped, restored or swapped since.
 *
 * <p>A store that states its incarnation is asked for it. Any store is asked, besides, for a few
 * segments that the ledger says are there, the newest among them: the search for a segment's own
 * vector must find it. A store that misses one is filled anew, from the documents of the run. That
 * costs time where a record was removed by hand, but never leaves a hole.
 */
final class StoreRecognition {
  private static final Logger LOG = LoggerFactory.getLogger(StoreRecognition.class);

  /** A segment's own vector is the nearest there is; the others make up for equal ones. */
  private static final int NEAREST = 100;

  private static final double SAME_SCORE = 1e-6;

  private final Plan plan;
  private final Ledger ledger;

  StoreRecognition(Plan plan, Ledger ledger) {
    this.plan = plan;
    this.ledger = ledger;
  }

  /** The ledger speaks of this store when it returns. */
  void settle() {
    StoreState known = ledger.store();
    var stated = plan.incarnation();
    String incarnation = stated == null ? known.incarnation() : plan.storeRetries().call(stated);
    String why = whyAnother(known, incarnation);
    if (why != null) {
      LOG.warn("The store is filled anew: {}", why);
      repeatRemovals();
      ledger.add(List.of(known.next(incarnation)));
    } else if (!incarnation.equals(known.incarnation())) {
      ledger.add(List.of(new StoreState(known.generation(), incarnation)));
    }
  }

  private @Nullable String whyAnother(StoreState known, String incarnation) {
    if (plan.choices().refill()) {
      return "so it was chosen";
    }
    if (!known.incarnation().isEmpty() && !known.incarnation().equals(incarnation)) {
      return "it was incarnation " + known.incarnation() + ", and now is " + incarnation;
    }
    return ledger.witnesses().stream()
        .filter(this::isMissing)
        .findFirst()
        .map(witness -> "it has lost segment " + witness.segment() + " of " + witness.source())
        .orElse(null);
  }

  private boolean isMissing(Witness witness) {
    var request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(witness.vector()))
            .maxResults(NEAREST)
            .build();
    try {
      return isMissing(
          witness.segment().toString(),
          plan.storeRetries().call(() -> plan.store().search(request).matches()));
    } catch (IllegalArgumentException | UnsupportedFeatureException refused) {
      LOG.info("The store cannot be asked what it has: {}", Failure.reason(refused));
      return false;
    }
  }

  private static boolean isMissing(String id, List<EmbeddingMatch<TextSegment>> matches) {
    if (matches.stream().anyMatch(match -> match.embeddingId().equals(id))) {
      return false;
    }
    boolean crowded =
        matches.size() >= NEAREST
            && matches.getFirst().score() - matches.getLast().score() < SAME_SCORE;
    // So many equal vectors hide each other: this witness can say nothing.
    return !crowded;
  }

  /** A store from a backup has again what was removed since. */
  private void repeatRemovals() {
    for (SourceKey source : ledger.sources()) {
      List<String> retired =
          ledger
              .find(source)
              .filter(state -> state.standing() == Standing.GONE)
              .map(SourceState::retired)
              .orElse(List.of())
              .stream()
              .map(UUID::toString)
              .toList();
      if (!retired.isEmpty()) {
        plan.storeRetries().run(() -> plan.store().removeAll(retired));
      }
    }
  }
}
