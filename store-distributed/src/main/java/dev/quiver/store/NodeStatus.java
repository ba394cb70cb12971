package dev.quiver.store;

/**
 * One node.
 *
 * @param node its name, such as {@code node-0}
 * @param state {@code UP}, {@code SUSPECT} or {@code DOWN}
 * @param load its score, 0 to 1
 * @param rows records in its replicas of this collection, as {@link ReplicaStatus#rows()} has them;
 *     for a node that is down, those it had when it was stopped
 * @param bytes what these replicas take: the files of their indexes, and what was written since and
 *     is still in memory. The logs are not counted, whose files are filled with zeros ahead of
 *     writing. For a node that is down, what it had when it was stopped; 0 where it was never up
 * @param queue requests waiting for one of its workers
 */
public record NodeStatus(
    String node, String state, double load, long rows, long bytes, int queue) {}
