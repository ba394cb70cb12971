package dev.quiver.store.internal.port;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import java.util.SortedMap;

/**
 * One request to one node.
 *
 * @param atLeast the shards asked, each with the position its reader must have reached
 * @param newest whether it is to be at everything applied, though less would do
 * @param lendsThread whether the thread that asks has nothing else to do and may be put to work
 */
public record ShardAsk<T>(
    SortedMap<ShardId, Position> atLeast,
    boolean newest,
    Reading<T> reading,
    Deadline deadline,
    boolean lendsThread) {}
