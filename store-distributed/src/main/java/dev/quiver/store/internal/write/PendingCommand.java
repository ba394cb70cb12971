package dev.quiver.store.internal.write;

import dev.quiver.core.cluster.ShardId;
import java.util.List;

/**
 * A command on its way to one shard's log.
 *
 * @param ids the ids it writes or deletes, for the report; empty where it names none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of every batch would cost
record PendingCommand(ShardId shard, byte[] bytes, List<String> ids) {}
