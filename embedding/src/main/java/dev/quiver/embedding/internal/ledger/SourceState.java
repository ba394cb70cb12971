package dev.quiver.embedding.internal.ledger;

import java.util.List;
import java.util.UUID;

/**
 * What a ledger knows of one source.
 *
 * @param content of the document when it was last embedded
 * @param origin of its vectors
 * @param segments ids that are in the store; with a source under way, ids that may be there
 * @param retired ids that were in the store once and were removed, the newest last: a store
 *     restored from a backup may have them again
 */
public record SourceState(
    String source,
    Standing standing,
    ContentHash content,
    Origin origin,
    List<UUID> segments,
    List<UUID> retired)
    implements LedgerEntry {
  /** More are forgotten, the oldest first: 16 KiB a source. */
  public static final int MAX_RETIRED = 1_000;

  public SourceState {
    segments = List.copyOf(segments);
    retired =
        List.copyOf(retired.subList(Math.max(0, retired.size() - MAX_RETIRED), retired.size()));
  }

  /** Which model made the vectors, and into which store they were put. */
  public record Origin(String model, long generation) {}

  /** The same under another name, which has all of its segments from now on. */
  public SourceState renamed(String name) {
    return new SourceState(name, standing, content, origin, segments, retired);
  }

  /** What is left of it under this name, when another one has its segments. */
  public SourceState handedOver() {
    return new SourceState(source, Standing.GONE, content, origin, List.of(), List.of());
  }

  /** Nothing is left to do for a document of this content. */
  public boolean holds(ContentHash wanted, Origin wantedOrigin) {
    return standing == Standing.STORED && content.equals(wanted) && origin.equals(wantedOrigin);
  }
}
