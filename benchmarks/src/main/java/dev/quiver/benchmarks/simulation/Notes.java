package dev.quiver.benchmarks.simulation;

import java.util.List;

/** What the reader of the tables must know, first of all which results were put in by hand. */
final class Notes {
  static final List<String> LINES =
      List.of(
          "Six nodes of two workers and a queue of 64; 12 shards, shard s on nodes s, s+1, ...;",
          "a query needs 4 shards (hot shard: one, Zipf 1); a shard search takes 4 ms on average,",
          "lognormal; arrivals are Poisson from 4 coordinators; loads are sampled every 5 s.",
          "A call is given up after 250 ms, a query after 2 s; a full queue is retried once,",
          "elsewhere; a node that dies never answers again and does not say so.",
          "Capacity: the most queries/s with p99 within 100 ms and none lost.",
          "",
          "These results follow from the model's assumptions alone and prove nothing:",
          "- answered/s equals what arrives while nothing is lost: arrivals do not wait for"
              + " answers.",
          "- With one replica all policies are equal: there is nothing to choose. When its node",
          "  dies its queries are lost: there is nobody else to ask.",
          "- With two replicas two choices is least loaded: both replicas are always drawn.",
          "- Weighted round robin is round robin where all nodes are equal; beside a slow node it",
          "  has the true weights, which nobody has in practice.",
          "- Consistent hashing shows its price only: there are no caches here to stay warm.",
          "- No policy gains by grouping shards on a node: here they cost the same apart.",
          "- Milliseconds scale with the assumed 4 ms, and a retry after a death with the 250 ms.",
          "- The rivals are their measures only: C3 and Prequal as published also ask the servers.",
          "- Memory is constant, so it is CPU and queue alone that move the load score.",
          "",
          "These follow from how the policies decide, on the code that ships: the order of the",
          "policies where a node is slow, a shard hot or the cluster nearly full; that the load",
          "score alone herds; that no query is lost while another replica lives.");

  private Notes() {}
}
