package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.embedding.internal.ledger.Ledger;
import dev.quiver.embedding.internal.ledger.SourceKey;
import dev.quiver.embedding.internal.ledger.SourceState;
import dev.quiver.embedding.internal.ledger.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes out of the store what is no longer there to be ingested. */
final class Mirror {
  /** Removed and noted at once. */
  private static final int SOURCES = 256;

  private final EmbeddingStore<TextSegment> store;
  private final Retries retries;
  private final Ledger ledger;
  private final SourceState.Origin origin;
  private final Tally tally;
  private final Failures failures;

  Mirror(Plan plan, Ledger ledger, SourceState.Origin origin, Tally tally, Failures failures) {
    this.store = plan.store();
    this.retries = plan.storeRetries();
    this.ledger = ledger;
    this.origin = origin;
    this.tally = tally;
    this.failures = failures;
  }

  /**
   * @param seen null where a document came without a source: nobody can say then what is gone
   */
  void removeAllBut(@Nullable Set<SourceKey> seen) {
    if (seen == null) {
      var unknown =
          new IllegalStateException(
              "nothing was removed, because documents failed whose source nobody knows");
      failures.report("(mirror)", unknown);
      return;
    }
    var gone = new ArrayList<SourceState>();
    for (SourceKey source : ledger.sources()) {
      if (!seen.contains(source)) {
        ledger.find(source).filter(state -> state.standing() != Standing.GONE).ifPresent(gone::add);
      }
      if (gone.size() == SOURCES) {
        remove(gone);
        gone.clear();
      }
    }
    remove(gone);
  }

  private void remove(List<SourceState> sources) {
    List<String> ids =
        sources.stream().flatMap(s -> s.segments().stream()).map(UUID::toString).toList();
    try {
      if (!ids.isEmpty()) {
        tally.time(Stage.STORE, () -> retries.run(() -> store.removeAll(ids)));
      }
    } catch (UnsupportedFeatureException | UnsupportedOperationException cannot) {
      String reason = "the store cannot remove by id, so it still holds a source that is gone";
      sources.forEach(source -> failures.report(new Failure(source.source(), reason), cannot));
      return;
    }
    tally.time(Stage.NOTE, () -> ledger.add(sources.stream().map(this::gone).toList()));
    sources.forEach(source -> tally.add(Tally.Outcome.REMOVED));
  }

  private SourceState gone(SourceState state) {
    List<UUID> retired =
        Stream.concat(state.retired().stream(), state.segments().stream()).distinct().toList();
    return new SourceState(
        state.source(), Standing.GONE, state.content(), origin, List.of(), retired);
  }
}
