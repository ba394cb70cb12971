package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.embedding.internal.ledger.ContentHash;
import dev.quiver.embedding.internal.ledger.LedgerEntry;
import dev.quiver.embedding.internal.ledger.Part;
import dev.quiver.embedding.internal.ledger.SourceState;
import dev.quiver.embedding.internal.ledger.Standing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One document under way: what the store has of it and what it shall have. The stages hand its
 * pieces on; only the storing stage counts them.
 */
final class Work {
  private final String source;
  private final ContentHash content;
  private final SourceState.Origin origin;
  private final boolean isNew;
  private final boolean wasStored;
  private final Map<UUID, TextSegment> segments;

  /** Ids that may be in the store, from before. */
  private final Set<UUID> earlier;

  /** Those of the earlier ones that surely are there, with the vector they shall have. */
  private final Set<UUID> kept;

  private final List<UUID> retired;
  private int left;
  private boolean opened;
  private volatile @Nullable Exception failure;

  /** Its state under a name it had before. */
  private final @Nullable SourceState former;

  Work(
      String source,
      ContentHash content,
      SourceState.Origin origin,
      @Nullable Before before,
      Map<UUID, TextSegment> segments) {
    this.source = source;
    this.content = content;
    this.origin = origin;
    this.segments = segments;
    this.earlier = new LinkedHashSet<>();
    this.kept = new LinkedHashSet<>();
    boolean isNewHere = true;
    if (before != null) {
      SourceState known = before.state();
      boolean sameStore = known.origin().generation() == origin.generation();
      earlier.addAll(known.segments());
      if (!sameStore) {
        // A store from a backup has again what was removed since.
        earlier.addAll(known.retired());
      }
      if (known.origin().equals(origin)) {
        kept.addAll(before.stored());
        kept.retainAll(segments.keySet());
      }
      boolean wasStored =
          known.standing() == Standing.STORED || known.standing() == Standing.CHANGING;
      isNewHere = !sameStore || !wasStored;
    }
    this.isNew = isNewHere;
    this.wasStored =
        before != null
            && before.state().standing() == Standing.STORED
            && before.state().origin().equals(origin);
    this.retired = before == null ? List.of() : before.state().retired();
    this.former = before == null || before.isNamed(source) ? null : before.state();
    this.left = Math.max(1, segments.size() - kept.size());
  }

  /**
   * What the ledger knows of a document.
   *
   * @param state under the name it had then
   * @param stored segments that surely are in the store
   */
  record Before(SourceState state, Set<UUID> stored) {
    boolean isNamed(String source) {
      return state.source().equals(source);
    }
  }

  String source() {
    return source;
  }

  boolean isNew() {
    return isNew;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** Whether the store had all of it and nothing else: it is only read in another way. */
  boolean isAsBefore() {
    return wasStored && kept.size() == segments.size() && obsolete().isEmpty();
  }

  /** What there is to embed; one empty piece where there is nothing, for the order of things. */
  List<Piece> pieces() {
    var pieces = new ArrayList<Piece>();
    segments.forEach(
        (id, segment) -> {
          if (!kept.contains(id)) {
            pieces.add(new Piece(this, id, segment));
          }
        });
    if (pieces.isEmpty()) {
      pieces.add(new Piece(this, null, null));
    }
    return pieces;
  }

  /** True the first time. */
  boolean open() {
    boolean first = !opened;
    opened = true;
    return first;
  }

  /** Takes away what the stages are through with; true when that was the last. */
  boolean finish(int pieces) {
    left -= pieces;
    return left == 0;
  }

  /** Whether the store may have it already. */
  boolean isUncertain(UUID id) {
    return earlier.contains(id);
  }

  void mayBeStored(UUID id) {
    earlier.add(id);
  }

  /** What the store may have and shall not. */
  List<UUID> obsolete() {
    return earlier.stream().filter(id -> !segments.containsKey(id)).toList();
  }

  /** To be noted at once, so that each segment has one source at any time. */
  List<LedgerEntry> underWay() {
    Set<UUID> possible = new LinkedHashSet<>(earlier);
    possible.addAll(segments.keySet());
    var entries = new ArrayList<LedgerEntry>();
    entries.add(
        new SourceState(
            source,
            isNew ? Standing.ARRIVING : Standing.CHANGING,
            content,
            origin,
            List.copyOf(possible),
            retired));
    if (!kept.isEmpty()) {
      entries.add(new Part(source, List.copyOf(kept)));
    }
    if (former != null) {
      entries.add(former.handedOver());
    }
    return entries;
  }

  SourceState stored() {
    Set<UUID> removed = new LinkedHashSet<>(retired);
    removed.addAll(obsolete());
    removed.removeAll(segments.keySet());
    return new SourceState(
        source,
        Standing.STORED,
        content,
        origin,
        List.copyOf(segments.keySet()),
        List.copyOf(removed));
  }

  void fail(Exception cause) {
    failure = cause;
  }

  @Nullable Exception failure() {
    return failure;
  }
}
