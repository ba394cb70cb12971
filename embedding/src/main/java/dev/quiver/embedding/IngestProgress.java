package dev.quiver.embedding;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far an ingestion is.
 *
 * @param documents done with: stored, unchanged or failed
 * @param expected documents in all; -1 where nobody knows
 * @param segments stored by this run
 * @param failed documents
 * @param elapsed since the run began
 */
public record IngestProgress(
    long documents, long expected, long segments, long failed, Duration elapsed) {

  /** Seconds left at the pace so far; empty where it cannot be told. */
  public OptionalLong secondsLeft() {
    if (expected < documents || documents == 0) {
      return OptionalLong.empty();
    }
    double perDocument = elapsed.toMillis() / 1e3 / documents;
    return OptionalLong.of(Math.round(perDocument * (expected - documents)));
  }

  /** Segments stored in a second, on the average of the run so far. */
  public double segmentsPerSecond() {
    return elapsed.isZero() ? 0 : segments * 1e9 / elapsed.toNanos();
  }
}
