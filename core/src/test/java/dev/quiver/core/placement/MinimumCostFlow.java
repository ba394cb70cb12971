package dev.quiver.core.placement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A textbook minimum-cost flow by successive shortest paths, slow and obviously right. */
final class MinimumCostFlow {
  private final List<List<Integer>> leaving = new ArrayList<>();
  private final List<int[]> edges = new ArrayList<>();

  /** Adds a vertex and returns its number. */
  int vertex() {
    leaving.add(new ArrayList<>());
    return leaving.size() - 1;
  }

  void edge(int from, int to, int capacity, int cost) {
    leaving.get(from).add(edges.size());
    edges.add(new int[] {to, capacity, cost, from});
    leaving.get(to).add(edges.size());
    edges.add(new int[] {from, 0, -cost, to});
  }

  /** Sends this much from source to sink and returns what it costs. */
  long send(int source, int sink, int amount) {
    long cost = 0;
    for (int sent = 0; sent < amount; ) {
      int[] arrivedBy = shortestPaths(source);
      if (arrivedBy[sink] < 0) {
        throw new AssertionError("only " + sent + " of " + amount + " can flow");
      }
      int width = amount - sent;
      for (int v = sink; v != source; v = edges.get(arrivedBy[v])[3]) {
        width = Math.min(width, edges.get(arrivedBy[v])[1]);
      }
      for (int v = sink; v != source; v = edges.get(arrivedBy[v])[3]) {
        edges.get(arrivedBy[v])[1] -= width;
        edges.get(arrivedBy[v] ^ 1)[1] += width;
        cost += (long) width * edges.get(arrivedBy[v])[2];
      }
      sent += width;
    }
    return cost;
  }

  private int[] shortestPaths(int source) {
    var distance = new long[leaving.size()];
    var arrivedBy = new int[leaving.size()];
    var queued = new boolean[leaving.size()];
    Arrays.fill(distance, Long.MAX_VALUE);
    Arrays.fill(arrivedBy, -1);
    distance[source] = 0;
    var queue = new ArrayDeque<Integer>(List.of(source));
    while (!queue.isEmpty()) {
      int from = queue.remove();
      queued[from] = false;
      for (int e : leaving.get(from)) {
        int[] edge = edges.get(e);
        if (edge[1] > 0 && distance[from] + edge[2] < distance[edge[0]]) {
          distance[edge[0]] = distance[from] + edge[2];
          arrivedBy[edge[0]] = e;
          if (!queued[edge[0]]) {
            queued[edge[0]] = true;
            queue.add(edge[0]);
          }
        }
      }
    }
    return arrivedBy;
  }
}
