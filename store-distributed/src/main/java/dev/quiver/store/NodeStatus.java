package dev.quiver.store;

/**
 * One node.
 *
 * @param state {@code UP}, {@code SUSPECT} or {@code DOWN}
 * @param load its score, 0 to 1
 * @param rows records in its replicas of this collection, as {@link ReplicaStatus#rows()} has them
 * @param bytes what they take on disk
 * @param queue requests waiting for one of its workers
 */
public record NodeStatus(
    String node, String state, double load, long rows, long bytes, int queue) {}
