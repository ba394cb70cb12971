package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.ShardId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Which log: a number no other log ever had, and a label for messages and nothing else.
 *
 * @param uuid what the log is known by, on the wire and as the name of its directory
 * @param label how a person would call it, such as "default/shard-3"
 */
public record LogId(UUID uuid, String label) {

  /** The log of one shard of one incarnation of a collection. */
  public static LogId of(UUID incarnation, ShardId shard, String collection) {
    String name = incarnation + "/" + shard;
    return new LogId(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), collection + "/" + shard);
  }

  /** Equal by number alone: a label may be worded differently from place to place. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LogId log && uuid.equals(log.uuid);
  }

  @Override
  public int hashCode() {
    return uuid.hashCode();
  }

  @Override
  public String toString() {
    return label;
  }
}
