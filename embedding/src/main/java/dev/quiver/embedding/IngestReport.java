package dev.quiver.embedding;

import java.time.Duration;
import java.util.List;

/**
 * What an ingestion did, in documents.
 *
 * @param added that the store had nothing of
 * @param unchanged that the store has as they are
 * @param changed that the store had otherwise
 * @param removed that no longer came, and were taken out of the store
 * @param failures documents that were left out; the store still has what it had of them, except for
 *     segments that were embedded anew and whose new vectors it refused
 * @param empty sources of documents that have turned out to have nothing in them; the next run
 *     counts them as unchanged
 * @param tokens that went through the model, as far as it counts them
 * @param took from the first document to the last
 */
public record IngestReport(
    long added,
    long unchanged,
    long changed,
    long removed,
    List<IngestFailure> failures,
    List<String> empty,
    long tokens,
    Duration took) {
  public IngestReport {
    failures = List.copyOf(failures);
    empty = List.copyOf(empty);
  }
}
