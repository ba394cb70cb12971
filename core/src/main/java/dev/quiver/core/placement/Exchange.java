package dev.quiver.core.placement;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A breadth-first search for the shortest chain of hand-overs between nodes: an item goes from the
 * first node to the second, another from the second to the third, until a node can keep what it
 * gets. Nodes not reached yet are kept by group, so that a group is left once it is used up.
 */
final class Exchange {
  static final int NONE = -1;

  private final int[] groupOf;
  private final int[] groupStart;
  private final int[] left;
  private final int[] unreached;
  private final int[] at;
  private final int[] itemFor;
  private final int[] queue;
  private int head;
  private int tail;

  /** What nodes can hand over. */
  interface Offers {
    /** Reaches every node that could take an item of this one; stops at the first that ends it. */
    int offer(int node, Exchange search, IntPredicate end);
  }

  Exchange(int[] groupOf, int groups) {
    this.groupOf = groupOf;
    this.groupStart = new int[groups + 1];
    for (int group : groupOf) {
      groupStart[group + 1]++;
    }
    for (int group = 0; group < groups; group++) {
      groupStart[group + 1] += groupStart[group];
    }
    this.left = new int[groups];
    this.unreached = new int[groupOf.length];
    this.at = new int[groupOf.length];
    this.itemFor = new int[groupOf.length];
    this.queue = new int[groupOf.length];
    clear();
  }

  /** Forgets the last search. */
  void clear() {
    Arrays.fill(left, 0);
    for (int node = 0; node < groupOf.length; node++) {
      int group = groupOf[node];
      at[node] = groupStart[group] + left[group]++;
      unreached[at[node]] = node;
    }
    head = 0;
    tail = 0;
  }

  /** A node from which the chain may begin. */
  void start(int node) {
    reach(node, NONE);
  }

  /** Notes that the item would come to the node, and that the chain may go on from there. */
  void reach(int node, int item) {
    int group = groupOf[node];
    int last = unreached[groupStart[group] + --left[group]];
    unreached[at[node]] = last;
    at[last] = at[node];
    at[node] = NONE;
    itemFor[node] = item;
    queue[tail++] = node;
  }

  boolean isReached(int node) {
    return at[node] == NONE;
  }

  int unreachedIn(int group) {
    return left[group];
  }

  int unreached(int group, int i) {
    return unreached[groupStart[group] + i];
  }

  /** The node at which the shortest chain ends, or {@link #NONE}. */
  int search(Offers offers, IntPredicate end) {
    while (head < tail) {
      int found = offers.offer(queue[head++], this, end);
      if (found != NONE) {
        return found;
      }
    }
    return NONE;
  }

  /** Hands every item of the chain over, last one first, and returns the node it began with. */
  int apply(int end, ItemLists items) {
    int node = end;
    while (itemFor[node] != NONE) {
      int item = itemFor[node];
      int giver = items.owner(item);
      items.move(item, node);
      node = giver;
    }
    return node;
  }
}
