package dev.quiver.embedding.internal.ingest;

import dev.quiver.embedding.error.BadDocumentException;

/** Where bad documents are reported: noted, or the end of the run, as the user has chosen. */
final class Failures {
  /** Stands for the source of what failed before it had one. */
  static final String UNKNOWN = "(unknown)";

  private final Tally tally;
  private final boolean stop;

  Failures(Tally tally, boolean stop) {
    this.tally = tally;
    this.stop = stop;
  }

  void report(String source, Exception cause) {
    report(Failure.of(source, cause), cause);
  }

  void report(Failure failure, Exception cause) {
    tally.add(failure);
    if (stop) {
      throw new BadDocumentException(failure.source(), failure.reason(), cause);
    }
  }
}
