package dev.quiver.embedding.internal.ingest;

import dev.quiver.embedding.internal.ledger.Ledger;
import dev.quiver.embedding.internal.ledger.LedgerEntry;
import dev.quiver.embedding.internal.ledger.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last stage, one thread: brings records into the store, takes outdated ones out, and notes
 * both in the ledger.
 *
 * <p>The order is what makes a run safe to kill. Before the first segment of a document goes to the
 * store, the ledger notes all ids the store may have of it from now on; after each batch, which of
 * them are there; after the last one is, and outdated ones are gone, it notes the document as
 * stored. A run that ends in between leaves the rest of the document to the next one. What the
 * store may have already is removed before it is added, for stores that do not replace records of
 * the same id.
 */
final class Storer {
  private final Plan plan;
  private final Ledger ledger;
  private final Tally tally;
  private final Failures failures;
  private final Records records;
  private final Witnesses witnesses = new Witnesses();

  /** Noted with the next batch, or when there is nothing else to do. */
  private final List<LedgerEntry> due = new ArrayList<>();

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
    due.addAll(witnesses.take());
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
        .forEach(work -> due.addAll(work.underWay()));
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
    counts.keySet().stream()
        .filter(work -> work.failure() == null && !finished.contains(work))
        .forEach(work -> due.add(part(work, open)));
    witnesses.stored(open, plan.recognition().clock().instant());
    due.addAll(witnesses.due());
  }

  /** A document of many segments goes on from here, should the run end before it does. */
  private static Part part(Work work, List<Piece.Embedded> stored) {
    return new Part(
        work.source(),
        stored.stream()
            .filter(piece -> piece.work() == work)
            .flatMap(piece -> Optional.ofNullable(piece.piece().id()).stream())
            .toList());
  }

  private void settle(Work work) {
    Exception failure = work.failure();
    if (failure == null) {
      due.add(work.stored());
      if (work.isAsBefore()) {
        tally.add(Tally.Outcome.UNCHANGED);
      } else if (work.isEmpty()) {
        tally.addEmpty(work.source());
      } else {
        tally.add(work.isNew() ? Tally.Outcome.ADDED : Tally.Outcome.CHANGED);
      }
    } else {
      failures.report(work.source(), failure);
    }
  }

  private void note() {
    if (!due.isEmpty()) {
      tally.time(Stage.NOTE, () -> ledger.add(due));
      due.clear();
    }
  }
}
