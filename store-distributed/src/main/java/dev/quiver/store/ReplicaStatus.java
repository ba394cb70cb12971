package dev.quiver.store;

/**
 * One copy of a shard.
 *
 * @param state {@code LOADING}, {@code SERVING} or {@code OFFLINE}
 * @param position index of the last command applied
 */
public record ReplicaStatus(String node, String state, long rows, long position) {}
