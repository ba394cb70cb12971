package dev.quiver.store.internal.write;

import dev.quiver.core.cluster.ShardId;
import java.util.List;
import java.util.function.Supplier;

/**
 * A command on its way to one shard's log.
 *
 * @param ids the ids it writes or deletes, for the report; empty where it names none
 * @param size bytes it has, or a few more
 * @param bytes makes them; called once, when they are wanted, so that a call of any size has few
 *     commands in memory
 */
record PendingCommand(ShardId shard, List<String> ids, int size, Supplier<byte[]> bytes) {}
