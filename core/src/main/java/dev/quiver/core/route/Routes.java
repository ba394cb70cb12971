package dev.quiver.core.route;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import java.util.ArrayList;
import java.util.List;

/**
 * For each shard of one request, every replica that may be asked: the first choice, then the
 * fall-backs in the order in which to try them. A replica that must not be asked is not in it, so a
 * shard may have no choice at all.
 */
public final class Routes {
  private final RoutingTable table;
  private final List<ShardId> shards;
  private final long[] keys;
  private final int[] ends;
  private final int[] given;
  private int open;

  Routes(RoutingTable table, List<ShardId> shards) {
    this.table = table;
    this.shards = shards;
    int replicas = 0;
    for (int i = 0; i < shards.size(); i++) {
      replicas += table.replicas(shards.get(i).number());
    }
    keys = new long[replicas];
    ends = new int[shards.size()];
    given = new int[table.nodes()];
  }

  public List<ShardId> shards() {
    return shards;
  }

  /** How many replicas may be asked for the n-th shard of the request. */
  public int choices(int nth) {
    return ends[nth] - start(nth);
  }

  /** The node to ask for the n-th shard of the request: at rank 0 first, then at 1, 2, ... */
  public NodeId choice(int nth, int rank) {
    if (rank < 0 || rank >= choices(nth)) {
      throw new IndexOutOfBoundsException(
          "rank of "
              + shards.get(nth)
              + " must be between 0 and "
              + (choices(nth) - 1)
              + ", but was "
              + rank);
    }
    return contender(nth, start(nth) + rank).id();
  }

  /** All choices for the n-th shard of the request, best first. */
  public List<NodeId> choices(ShardId shard) {
    int nth = shards.indexOf(shard);
    if (nth < 0) {
      throw new IllegalArgumentException("shard must be one of " + shards + ", but was " + shard);
    }
    var nodes = new ArrayList<NodeId>();
    for (int rank = 0; rank < choices(nth); rank++) {
      nodes.add(choice(nth, rank));
    }
    return nodes;
  }

  /** Shards that no node can answer now. */
  public List<ShardId> unanswerable() {
    var none = new ArrayList<ShardId>();
    for (int nth = 0; nth < shards.size(); nth++) {
      if (choices(nth) == 0) {
        none.add(shards.get(nth));
      }
    }
    return none;
  }

  /** The first choices, put together by node; unanswerable shards are missing. */
  public List<NodeRoute> byNode() {
    var shardsOf = new ArrayList<List<ShardId>>(given.length);
    for (int shardCount : given) {
      shardsOf.add(new ArrayList<>(shardCount));
    }
    for (int nth = 0; nth < shards.size(); nth++) {
      if (choices(nth) > 0) {
        shardsOf.get(node(nth, start(nth))).add(shards.get(nth));
      }
    }
    var routes = new ArrayList<NodeRoute>();
    for (int node = 0; node < given.length; node++) {
      if (!shardsOf.get(node).isEmpty()) {
        routes.add(new NodeRoute(table.contender(node).id(), shardsOf.get(node)));
      }
    }
    return routes;
  }

  private int start(int nth) {
    return nth == 0 ? 0 : ends[nth - 1];
  }

  private int node(int nth, int at) {
    return table.node(shards.get(nth).number(), RouteKey.replica(keys[at]));
  }

  private Contender contender(int nth, int at) {
    return table.contender(node(nth, at));
  }

  // What follows builds the routes of one shard after the other: the open one is the shard whose
  // replicas are being added and ranked.

  void open(int nth) {
    open = nth;
    ends[nth] = start(nth);
  }

  void add(long key) {
    keys[ends[open]++] = key;
  }

  int size() {
    return ends[open] - start(open);
  }

  /** Puts tiers and lags in order and says how many replicas share the best place. */
  int equals() {
    int from = start(open);
    RouteKey.sort(keys, from, ends[open]);
    int equals = 0;
    while (equals < size() && RouteKey.equalRank(keys[from], keys[from + equals])) {
      equals++;
    }
    return equals;
  }

  void rotate(int equals, int by) {
    RouteKey.rotate(keys, start(open), start(open) + equals, by);
  }

  /** The number of the open shard. */
  int shard() {
    return shards.get(open).number();
  }

  /** How many replicas the open shard has in the map, whether they may be asked or not. */
  int replicas() {
    return table.replicas(shard());
  }

  int replica(int rank) {
    return RouteKey.replica(keys[start(open) + rank]);
  }

  Contender contender(int rank) {
    return contender(open, start(open) + rank);
  }

  /** Shard searches the node has before it: in flight, or given to it by this request. */
  int ahead(int rank) {
    int node = node(open, start(open) + rank);
    return table.contender(node).inFlight() + given[node];
  }

  void cost(int rank, float cost) {
    int at = start(open) + rank;
    keys[at] = RouteKey.withCost(keys[at], cost);
  }

  void sort() {
    RouteKey.sort(keys, start(open), ends[open]);
  }

  void moveToFront(int rank) {
    int at = start(open) + rank;
    long chosen = keys[at];
    System.arraycopy(keys, start(open), keys, start(open) + 1, rank);
    keys[start(open)] = chosen;
  }

  void close() {
    if (size() > 0) {
      given[node(open, start(open))]++;
    }
  }
}
