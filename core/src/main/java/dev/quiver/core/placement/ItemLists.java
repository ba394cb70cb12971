package dev.quiver.core.placement;

import java.util.Arrays;

/** Which node has which item, both ways; an item changes hands in constant time. */
final class ItemLists {
  private static final int NOBODY = -1;

  private final int[][] lists;
  private final int[] sizes;
  private final int[] owners;
  private final int[] at;

  ItemLists(int nodes, int items) {
    this.lists = new int[nodes][4];
    this.sizes = new int[nodes];
    this.owners = new int[items];
    this.at = new int[items];
    Arrays.fill(owners, NOBODY);
  }

  int nodes() {
    return sizes.length;
  }

  int size(int node) {
    return sizes[node];
  }

  int get(int node, int i) {
    return lists[node][i];
  }

  int owner(int item) {
    return owners[item];
  }

  boolean isOwned(int item) {
    return owners[item] != NOBODY;
  }

  void add(int item, int node) {
    if (sizes[node] == lists[node].length) {
      lists[node] = Arrays.copyOf(lists[node], 2 * sizes[node]);
    }
    at[item] = sizes[node];
    lists[node][sizes[node]++] = item;
    owners[item] = node;
  }

  void move(int item, int node) {
    int giver = owners[item];
    int last = lists[giver][--sizes[giver]];
    lists[giver][at[item]] = last;
    at[last] = at[item];
    add(item, node);
  }
}
