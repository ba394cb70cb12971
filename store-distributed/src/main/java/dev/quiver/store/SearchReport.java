package dev.quiver.store;

import dev.quiver.store.internal.search.SearchOutcome;
import java.time.Duration;
import java.util.List;

/**
 * How a search was answered.
 *
 * @param shards which replica answered for each shard asked; none where the cache did
 * @param coverage the share of the shards asked that answered
 * @param cacheHit whether the answer came from the result cache
 * @param took from request to result
 * @param notes what is odd about the request, a sentence each: conditions of its filter whose value
 *     is of another kind than all values under their key, and so match nothing
 */
public record SearchReport(
    List<ShardAnswer> shards,
    double coverage,
    boolean cacheHit,
    Duration took,
    List<String> notes) {
  /** Keeps copies. */
  public SearchReport {
    shards = List.copyOf(shards);
    notes = List.copyOf(notes);
  }

  /** Without notes. */
  public SearchReport(List<ShardAnswer> shards, double coverage, boolean cacheHit, Duration took) {
    this(shards, coverage, cacheHit, took, List.of());
  }

  /**
   * One shard's part.
   *
   * @param shard its number
   * @param node the node whose replica answered
   * @param load that node's load when it was chosen
   * @param took from asking the node to its answer, which may cover several shards
   * @param candidates hits the shard's node put forward
   */
  public record ShardAnswer(int shard, String node, double load, Duration took, int candidates) {
    static ShardAnswer of(SearchOutcome.Part part) {
      return new ShardAnswer(
          part.shard().number(), part.node().value(), part.load(), part.took(), part.candidates());
    }
  }
}
