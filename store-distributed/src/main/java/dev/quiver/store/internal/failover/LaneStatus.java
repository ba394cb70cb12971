package dev.quiver.store.internal.failover;

import org.jspecify.annotations.Nullable;

/**
 * How one cluster is doing.
 *
 * @param breaker closed, open or half-open
 * @param lagMillis how long the oldest write it has missed has been waiting
 * @param queued writes it has missed
 * @param queuedBytes what they take on disk
 * @param underWay calls that have not ended
 * @param problem what keeps it from being asked or from catching up; null when nothing does
 */
public record LaneStatus(
    String name,
    String breaker,
    long lagMillis,
    long queued,
    long queuedBytes,
    int underWay,
    @Nullable String problem) {}
