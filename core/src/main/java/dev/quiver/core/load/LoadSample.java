package dev.quiver.core.load;

/**
 * What a node measured about itself over one interval.
 *
 * @param cpu CPU time of its own worker pool against interval times workers; a neighbour in the
 *     same JVM does not count
 * @param memory bytes held against the node's limit
 * @param queue requests waiting against the queue's bound
 * @param network bytes answered against what the link carries in the interval
 */
public record LoadSample(Usage cpu, Usage memory, Usage queue, Usage network, Pace pace) {}
