package dev.quiver.embedding.internal.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a store is recognised.
 *
 * @param incarnation what the store says of itself
 * @param grace how late a store may show what was written to it
 * @param clock says when a segment was stored
 * @param pause waits before the store is asked once more
 */
public record Recognition(
    @Nullable Supplier<String> incarnation,
    Duration grace,
    InstantSource clock,
    Consumer<Duration> pause) {}
