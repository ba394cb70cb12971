package dev.quiver.benchmarks.load;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What is loaded, into what, and beside what.
 *
 * @param records how many
 * @param dimension components of each
 * @param nodes the stores to load, by their number of nodes
 * @param shards of each store
 * @param replicas of each shard; 0: one on every node
 * @param oneCall whether all records go into one call instead of a call for each thousand
 * @param busy threads that compute meanwhile, for nothing
 */
record LoadShape(
    int records,
    int dimension,
    List<Integer> nodes,
    int shards,
    int replicas,
    boolean oneCall,
    int busy) {
  static final String USAGE =
      "RECORDS NODES... [--dimension N] [--shards N] [--replicas N] [--one-call] [--busy N]";

  private static final int DEFAULT_RECORDS = 1_000_000;
  private static final int DEFAULT_DIMENSION = 64;

  LoadShape {
    if (records < 1) {
      throw new IllegalArgumentException("records must be at least 1, but was " + records);
    }
    nodes = List.copyOf(nodes);
  }

  static LoadShape of(String... args) {
    var numbers = new ArrayList<Integer>();
    int dimension = DEFAULT_DIMENSION;
    int shards = 1;
    int replicas = 0;
    int busy = 0;
    boolean oneCall = false;
    for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext(); ) {
      String next = rest.next();
      switch (next) {
        case "--dimension" -> dimension = number(next, rest);
        case "--shards" -> shards = number(next, rest);
        case "--replicas" -> replicas = number(next, rest);
        case "--busy" -> busy = number(next, rest);
        case "--one-call" -> oneCall = true;
        default -> numbers.add(Integer.valueOf(next));
      }
    }
    int records = numbers.isEmpty() ? DEFAULT_RECORDS : numbers.removeFirst();
    List<Integer> nodes = numbers.isEmpty() ? List.of(1) : numbers;
    return new LoadShape(records, dimension, nodes, shards, replicas, oneCall, busy);
  }

  private static int number(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " must be followed by a number: " + USAGE);
    }
    return Integer.parseInt(rest.next());
  }

  int replicasOn(int nodeCount) {
    return replicas == 0 ? nodeCount : replicas;
  }
}
