package dev.quiver.store.internal.model;

import org.jspecify.annotations.Nullable;

/**
 * A search as the shards see it.
 *
 * @param limit how many hits at most
 * @param minScore hits below it are left out
 * @param recall the share of the true nearest records that a graph search must find
 */
@SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, compared nowhere
public record ShardQuery(
    float[] vector, int limit, double minScore, @Nullable Predicate filter, double recall) {}
