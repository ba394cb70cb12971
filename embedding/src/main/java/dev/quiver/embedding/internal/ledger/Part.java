package dev.quiver.embedding.internal.ledger;

import java.util.List;
import java.util.UUID;

/**
 * Segments of a source under way that are in the store already. It counts until the source's next
 * state.
 */
public record Part(String source, List<UUID> segments) implements LedgerEntry {
  public Part {
    segments = List.copyOf(segments);
  }
}
