package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.document.BlankDocumentException;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.embedding.error.IngestException;
import dev.quiver.embedding.internal.ingest.Work.Before;
import dev.quiver.embedding.internal.ledger.ContentHash;
import dev.quiver.embedding.internal.ledger.Hashing;
import dev.quiver.embedding.internal.ledger.Ledger;
import dev.quiver.embedding.internal.ledger.LedgerEntry;
import dev.quiver.embedding.internal.ledger.SourceKey;
import dev.quiver.embedding.internal.ledger.SourceState;
import dev.quiver.embedding.internal.ledger.Standing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first stage: reads documents, leaves out what is stored already, and splits the others. */
final class Intake {
  /** An origin that fails so often without a document between is broken, not its documents. */
  private static final int MAX_FAILURES_IN_A_ROW = 100;

  private final Plan plan;
  private final Ledger ledger;
  private final SourceState.Origin origin;
  private final Tally tally;
  private final Failures failures;
  private final Set<SourceKey> seen = new HashSet<>();
  private boolean isMissingSources;

  Intake(Plan plan, Ledger ledger, SourceState.Origin origin, Tally tally, Failures failures) {
    this.plan = plan;
    this.ledger = ledger;
    this.origin = origin;
    this.tally = tally;
    this.failures = failures;
  }

  /** The sources that came, bad documents included; null if one had none that could be told. */
  @Nullable Set<SourceKey> seen() {
    return isMissingSources ? null : seen;
  }

  void run(Arrivals arrivals, Conduit<Piece> out, Runnable tell) throws InterruptedException {
    int inARow = 0;
    boolean more = true;
    while (more) {
      try {
        Arrival next = tally.time(Stage.READ, arrivals::next);
        more = next != null;
        inARow = 0;
        if (next != null) {
          take(next, out);
        }
      } catch (InterruptedException | IngestException ended) {
        throw ended;
      } catch (Exception failed) {
        if (++inARow > MAX_FAILURES_IN_A_ROW) {
          throw new IngestException(
              "documents must come, but " + inARow + " in a row failed: " + Failure.reason(failed),
              failed);
        }
        isMissingSources = true;
        failures.report(Failures.UNKNOWN, failed);
      }
      tell.run();
    }
  }

  private void take(Arrival arrival, Conduit<Piece> out) throws InterruptedException {
    String source;
    try {
      source = arrival.source();
    } catch (RuntimeException failed) {
      isMissingSources = true;
      failures.report(Failures.UNKNOWN, failed);
      return;
    }
    Work work;
    try {
      work = prepare(source, arrival);
    } catch (Exception failed) {
      failures.report(source, failed);
      return;
    }
    if (work == null) {
      tally.add(Tally.Outcome.UNCHANGED);
      return;
    }
    for (Piece piece : work.pieces()) {
      out.put(piece);
    }
  }

  /** Null where nothing is to be done. */
  private @Nullable Work prepare(String source, Arrival arrival) throws Exception {
    SourceKey key = SourceKey.of(source);
    if (!seen.add(key)) {
      throw new IllegalArgumentException(
          "a source must come once in a run, but came again: give its parts sources of their own");
    }
    ContentHash content = tally.time(Stage.READ, () -> content(arrival));
    SourceState known = known(key, arrival);
    if (known != null && known.holds(content, origin)) {
      if (!known.source().equals(source)) {
        rename(known, source);
      }
      return null;
    }
    List<TextSegment> segments = segments(arrival);
    Before before = known == null ? null : new Before(known, ledger.stored(known));
    return new Work(source, content, origin, before, SegmentIds.of(source, segments));
  }

  /** What the ledger knows of it, if only under the name it had in earlier versions. */
  private @Nullable SourceState known(SourceKey key, Arrival arrival) {
    SourceState known = ledger.find(key).orElse(null);
    String former = arrival.formerSource();
    if (former != null && (known == null || known.standing() == Standing.GONE)) {
      SourceState old = ledger.find(former).orElse(null);
      if (old != null && old.standing() != Standing.GONE) {
        seen.add(SourceKey.of(former));
        known = old;
      }
    }
    return known;
  }

  /** It keeps what is stored of it, to the ids, until it changes. */
  private void rename(SourceState known, String source) {
    var entries = new ArrayList<LedgerEntry>();
    entries.add(known.renamed(source));
    entries.add(known.handedOver());
    ledger.witnesses().stream()
        .filter(witness -> witness.source().equals(known.source()) && ledger.isStored(witness))
        .forEach(witness -> entries.add(witness.renamed(source)));
    ledger.add(entries);
  }

  /** None where there is nothing in it. */
  private List<TextSegment> segments(Arrival arrival) throws Exception {
    Document document;
    try {
      document = tally.time(Stage.READ, arrival::document);
    } catch (BlankDocumentException blank) {
      return List.of();
    }
    int length = document.text().length();
    if (length > plan.limits().documentCharacters()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a document must have at most %d characters, but had %d",
              plan.limits().documentCharacters(),
              length));
    }
    return document.text().isBlank()
        ? List.of()
        : tally.time(Stage.SPLIT, () -> plan.splitter().split(document));
  }

  private ContentHash content(Arrival arrival) throws IOException {
    Hashing content = Hashing.sha256().add(plan.recipe());
    arrival.addTo(content);
    return content.content();
  }
}
