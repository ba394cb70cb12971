package dev.quiver.core.route;

import dev.quiver.core.cluster.ShardId;
import java.util.List;

/**
 * What a search asks of the router.
 *
 * @param shards the shards it needs, each once; the list is kept, not copied
 * @param key equal keys go to the same node under the consistent-hash policy, so a repeated query
 *     finds that node's caches warm; other policies ignore it
 */
public record RouteRequest(List<ShardId> shards, Replicas replicas, long key) {}
