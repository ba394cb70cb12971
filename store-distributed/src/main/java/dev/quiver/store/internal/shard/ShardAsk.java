package dev.quiver.store.internal.shard;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import java.util.SortedMap;

/**
 * One request to one node.
 *
 * @param atLeast the shards asked, each with the position its reader must have reached
 * @param lendsThread whether the thread that asks has nothing else to do and may be put to work
 */
public record ShardAsk<T>(
    SortedMap<ShardId, Position> atLeast,
    Reading<T> reading,
    Deadline deadline,
    boolean lendsThread) {}
