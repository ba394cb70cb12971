package dev.quiver.core.route;

/** What it costs to give a node one more shard search. The lower, the sooner it is asked. */
@FunctionalInterface
public interface NodeCost {
  /**
   * Called on the hot path, so it must neither block nor allocate. Not-a-number sorts last.
   *
   * @param ahead shard searches of this coordinator that would go first: those in flight to the
   *     node and those this very request has already given it
   */
  float of(Contender node, int ahead);
}
