package dev.quiver.store;

/**
 * One copy of a shard.
 *
 * @param node the node it is on
 * @param state {@code LOADING}, {@code SERVING}, {@code FAILED} (damaged on disk) or {@code
 *     OFFLINE}
 * @param rows its records as readers last saw them, which asks nothing of a disk that may hang; at
 *     rest all that were applied, after two load intervals. {@code OFFLINE}: when it was stopped
 * @param position index of the last command applied; {@code OFFLINE}: when it was stopped
 */
public record ReplicaStatus(String node, String state, long rows, long position) {}
