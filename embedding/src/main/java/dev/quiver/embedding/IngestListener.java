package dev.quiver.embedding;

/** Hears how an ingestion goes. Called by one thread at a time; what it throws ends the run. */
public interface IngestListener {
  /** After every document read and every batch stored: be quick. */
  void progressed(IngestProgress progress);

  /** Once, when all is done. Not called when the run ends with an exception. */
  default void finished(IngestReport report, StageTimes times) {}
}
