package dev.quiver.embedding;

import java.time.Duration;

/**
 * Where the time of an ingestion went. The stages work at the same time, and some with several
 * threads: the sum is more than the run took.
 *
 * @param reading documents, parsing them and telling whether they are known
 * @param splitting documents into segments
 * @param embedding segments, in the model
 * @param storing segments, in the store
 * @param noting in the ledger, flushed to disk
 */
public record StageTimes(
    Duration reading, Duration splitting, Duration embedding, Duration storing, Duration noting) {}
