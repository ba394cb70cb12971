package dev.quiver.store.internal.model;

import org.jspecify.annotations.Nullable;

/**
 * A search by words as the shards see it.
 *
 * @param statistics the words, and what is known of them over all shards asked
 * @param limit how many hits at most
 * @param minScore hits below it are left out
 */
public record TextQuery(
    TermStatistics statistics, int limit, double minScore, @Nullable Predicate filter) {}
