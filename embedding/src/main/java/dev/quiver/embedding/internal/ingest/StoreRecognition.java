package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.embedding.internal.ingest.Verdict.Answer;
import dev.quiver.embedding.internal.ingest.Verdict.Statement;
import dev.quiver.embedding.internal.ledger.Ledger;
import dev.quiver.embedding.internal.ledger.SourceKey;
import dev.quiver.embedding.internal.ledger.SourceState;
import dev.quiver.embedding.internal.ledger.Standing;
import dev.quiver.embedding.internal.ledger.StoreState;
import dev.quiver.embedding.internal.ledger.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the store is the one the ledger speaks of, or was wiped, restored or swapped since.
 *
 * <p>A store that states its incarnation is asked for it. Any store is asked, besides, for some
 * segments that the ledger says are there, the newest among them: the search for a segment's own
 * vector must find it. A store may show a write late, so one that was stored within the grace
 * period is asked for again until that is over. A few documents that are missing in a store that
 * has newer ones are done again; a store that has lost more, or may have, is filled anew from the
 * documents of the run. That costs time, but never leaves a hole.
 */
final class StoreRecognition {
  private static final Logger LOG = LoggerFactory.getLogger(StoreRecognition.class);

  /** A segment's own vector is the nearest there is; the others make up for equal ones. */
  private static final int NEAREST = 100;

  private static final double SAME_SCORE = 1e-6;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Plan plan;
  private final Ledger ledger;

  StoreRecognition(Plan plan, Ledger ledger) {
    this.plan = plan;
    this.ledger = ledger;
  }

  /** The ledger speaks of this store when it returns. */
  void settle() {
    StoreState known = ledger.store();
    var stated = plan.recognition().incarnation();
    String incarnation = stated == null ? known.incarnation() : plan.storeRetries().call(stated);
    String why = whyAnother(known, incarnation);
    if (why == null) {
      Verdict verdict = verdict();
      if (verdict.isAnother()) {
        why = "it has lost segments of " + named(verdict.sources());
      } else {
        doAgain(verdict.sources());
      }
    }
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
    return null;
  }

  private static String named(Set<String> sources) {
    String first = sources.iterator().next();
    return sources.size() == 1 ? first : first + " and " + (sources.size() - 1) + " others";
  }

  private static Set<String> sources(Set<Witness> witnesses) {
    return witnesses.stream().map(Witness::source).collect(Collectors.toSet());
  }

  private Verdict verdict() {
    List<Witness> noted = ledger.witnesses();
    Set<Witness> missing = new HashSet<>();
    Set<Witness> asked = new HashSet<>();
    for (Witness witness : noted) {
      if (ledger.isStored(witness)) {
        asked.add(witness);
        if (isMissing(witness)) {
          missing.add(witness);
        }
      }
    }
    var clock = plan.recognition().clock();
    Instant started = clock.instant();
    Set<Witness> late = late(missing, started, started);
    if (!late.isEmpty()) {
      LOG.debug("The store does not show segments of {} yet", named(sources(late)));
    }
    while (!late.isEmpty() && !verdict(noted, asked, without(missing, late)).isAnother()) {
      plan.recognition().pause().accept(PAUSE);
      missing.removeIf(witness -> !isMissing(witness));
      late = late(missing, started, clock.instant());
    }
    return verdict(noted, asked, missing);
  }

  /** Those that may show up yet. A clock that was set back makes nobody wait for longer. */
  private Set<Witness> late(Set<Witness> missing, Instant started, Instant now) {
    Duration grace = plan.recognition().grace();
    return missing.stream()
        .filter(witness -> now.isBefore(witness.stored().plus(grace)))
        .filter(witness -> now.isBefore(started.plus(grace)))
        .collect(Collectors.toSet());
  }

  private static Set<Witness> without(Set<Witness> some, Set<Witness> others) {
    Set<Witness> left = new HashSet<>(some);
    left.removeAll(others);
    return left;
  }

  private static Verdict verdict(List<Witness> noted, Set<Witness> asked, Set<Witness> missing) {
    return Verdict.of(
        noted.stream()
            .map(
                witness ->
                    new Statement(
                        witness,
                        missing.contains(witness)
                            ? Answer.MISSING
                            : asked.contains(witness) ? Answer.FOUND : Answer.NOT_ASKED))
            .toList());
  }

  /** Their segments count as in doubt from now on, so that each is replaced. */
  private void doAgain(Set<String> sources) {
    if (sources.isEmpty()) {
      return;
    }
    LOG.warn("The store has lost segments of {}: embedded again when they come", named(sources));
    repeatRemovals();
    ledger.add(
        sources.stream().flatMap(name -> ledger.find(name).stream()).map(this::inDoubt).toList());
  }

  private SourceState inDoubt(SourceState state) {
    return new SourceState(
        state.source(),
        state.standing() == Standing.STORED ? Standing.CHANGING : state.standing(),
        state.content(),
        state.origin(),
        state.segments(),
        state.retired());
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
    try {
      ledger.sources().forEach(this::repeatRemovals);
    } catch (UnsupportedFeatureException | UnsupportedOperationException cannot) {
      LOG.warn("The store cannot remove by id, so it may have again what was removed", cannot);
    }
  }

  private void repeatRemovals(SourceKey source) {
    List<String> retired =
        ledger.find(source).map(SourceState::retired).orElse(List.of()).stream()
            .map(UUID::toString)
            .toList();
    if (!retired.isEmpty()) {
      plan.storeRetries().run(() -> plan.store().removeAll(retired));
    }
  }
}
