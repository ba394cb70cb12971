package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.embedding.Embedding;
import dev.quiver.embedding.internal.ledger.Ledger;
import dev.quiver.embedding.internal.ledger.LedgerEntry;
import dev.quiver.embedding.internal.ledger.Witness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last stage, one thread: brings records into the store, takes outdated ones out, and notes
 * both in the ledger.
 *
 * <p>The order is what makes a run safe to kill. Before the first segment of a document goes to the
 * store, the ledger notes all ids the store may have of it from now on; after the last one is
 * there, and outdated ones are gone, it notes the document as stored. In between the ledger makes
 * no promise, and the next run does the document again. What the store may have already is removed
 * before it is added, for stores that do not replace records of the same id.
 */
final class Storer {
  /** A vector is kept for every so many segments, to recognise the store by. */
  private static final int SEGMENTS_PER_WITNESS = 1_000;

  private final Plan plan;
  private final Ledger ledger;
  private final Tally tally;
  private final Failures failures;
  private final Records records;

  /** Noted with the next batch, or when there is nothing else to do. */
  private final List<LedgerEntry> due = new ArrayList<>();

  /** The last one that is in the store. */
  private Piece.@Nullable Embedded last;

  private int sinceWitness;

  Storer(Plan plan, Ledger ledger, Tally tally, Failures failures) {
    this.plan = plan;
    this.ledger = ledger;
    this.tally = tally;
    this.failures = failures;
    this.records = new Records(plan, failures);
  }

  void run(Conduit<Piece.Embedded> in, Runnable tell) throws InterruptedException {
    List<Piece.Embedded> pieces = in.take(plan.limits().storeBatch());
    while (!pieces.isEmpty()) {
      store(pieces);
      tell.run();
      if (in.isEmpty()) {
        note();
      }
      pieces = in.take(plan.limits().storeBatch());
    }
    addWitness();
    note();
  }

  private void store(List<Piece.Embedded> pieces) {
    List<Piece.Embedded> open =
        pieces.stream()
            .filter(piece -> piece.embedding() != null && piece.work().failure() == null)
            .toList();
    pieces.stream()
        .map(Piece.Embedded::work)
        .filter(work -> work.failure() == null)
        .filter(Work::open)
        .forEach(work -> due.add(work.underWay()));
    note();
    tally.time(Stage.STORE, () -> records.add(open));
    tally.addSegments((int) open.stream().filter(piece -> piece.work().failure() == null).count());

    Map<Work, Integer> counts = new LinkedHashMap<>();
    pieces.forEach(piece -> counts.merge(piece.work(), 1, Integer::sum));
    List<Work> finished =
        counts.entrySet().stream()
            .filter(work -> work.getKey().finish(work.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    tally.time(Stage.STORE, () -> records.removeObsolete(finished));
    finished.forEach(this::settle);
    open.forEach(this::remember);
  }

  private void settle(Work work) {
    Exception failure = work.failure();
    if (failure == null) {
      due.add(work.stored());
      tally.add(work.isNew() ? Tally.Outcome.ADDED : Tally.Outcome.CHANGED);
    } else {
      failures.report(work.source(), failure);
    }
  }

  private void remember(Piece.Embedded stored) {
    if (stored.work().failure() == null) {
      last = stored;
      if (++sinceWitness >= SEGMENTS_PER_WITNESS) {
        addWitness();
      }
    }
  }

  private void addWitness() {
    UUID id = last == null ? null : last.piece().id();
    Embedding embedding = last == null ? null : last.embedding();
    if (last != null && id != null && embedding != null) {
      due.add(new Witness(last.work().source(), id, embedding.vectorAsList()));
      last = null;
      sinceWitness = 0;
    }
  }

  private void note() {
    if (!due.isEmpty()) {
      tally.time(Stage.NOTE, () -> ledger.add(due));
      due.clear();
    }
  }
}
