package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.embedding.internal.ledger.ContentHash;
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
  private final Map<UUID, TextSegment> segments;

  /** Ids that may be in the store, from before. */
  private final Set<UUID> earlier;

  /** Those of the earlier ones that surely are there, with the vector they shall have. */
  private final Set<UUID> kept;

  private final List<UUID> retired;
  private int left;
  private boolean opened;
  private volatile @Nullable Exception failure;

  Work(
      String source,
      ContentHash content,
      SourceState.Origin origin,
      @Nullable SourceState known,
      Map<UUID, TextSegment> segments) {
    this.source = source;
    this.content = content;
    this.origin = origin;
    this.segments = segments;
    this.earlier = new LinkedHashSet<>();
    this.kept = new LinkedHashSet<>();
    boolean isNewHere = true;
    if (known != null) {
      boolean sameStore = known.origin().generation() == origin.generation();
      earlier.addAll(known.segments());
      if (!sameStore) {
        // A store from a backup has again what was removed since.
        earlier.addAll(known.retired());
      }
      if (known.standing() == Standing.STORED && known.origin().equals(origin)) {
        kept.addAll(known.segments());
        kept.retainAll(segments.keySet());
      }
      boolean wasStored =
          known.standing() == Standing.STORED || known.standing() == Standing.CHANGING;
      isNewHere = !sameStore || !wasStored;
    }
    this.isNew = isNewHere;
    this.retired = known == null ? List.of() : known.retired();
    this.left = Math.max(1, segments.size() - kept.size());
  }

  String source() {
    return source;
  }

  boolean isNew() {
    return isNew;
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

  SourceState underWay() {
    Set<UUID> possible = new LinkedHashSet<>(earlier);
    possible.addAll(segments.keySet());
    return new SourceState(
        source,
        isNew ? Standing.ARRIVING : Standing.CHANGING,
        content,
        origin,
        List.copyOf(possible),
        retired);
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
