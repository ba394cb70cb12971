package dev.quiver.store.internal.failover;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How clusters stand in for each other.
 *
 * @param timeout of a whole call
 * @param attemptTimeout of one attempt at one cluster
 * @param retries rounds over the clusters after the first one
 * @param maxLag how far behind a cluster may be and still answer
 * @param probeInterval between looks at a cluster that is down
 * @param maxAttempts under way at a time, for each cluster
 * @param partitionKey the metadata key whose value is a part of a record's identity; null: none
 * @param clock of what is handed off; the queue outlives the process
 */
public record FailoverOptions(
    Duration timeout,
    Duration attemptTimeout,
    int retries,
    Duration maxLag,
    Duration probeInterval,
    int maxAttempts,
    @Nullable String partitionKey,
    InstantSource clock) {}
