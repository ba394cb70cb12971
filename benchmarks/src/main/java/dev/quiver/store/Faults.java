package dev.quiver.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Faults of nodes and shards, put between a store's reads and its nodes. They can change while the
 * store is open. It is in this package because the builder lets nobody else put anything there.
 */
public final class Faults {
  private final Map<String, Integer> slow = new ConcurrentHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Set<Integer> lost = ConcurrentHashMap.newKeySet();

  /** Opens a store that meets these faults. */
  public QuiverEmbeddingStore open(QuiverEmbeddingStoreBuilder builder) {
    return builder.way(host -> new FaultyHost(host, this)).build();
  }

  /** Opens a store that meets these faults and whose nodes have so many worker threads each. */
  public QuiverEmbeddingStore open(QuiverEmbeddingStoreBuilder builder, int workersPerNode) {
    return open(builder.workersPerNode(workersPerNode));
  }

  /** The node's answers take so many times as long as they would. */
  public void slow(String node, int times) {
    slow.put(node, times);
  }

  /** The node fails every second call. */
  public void failEverySecond(String node) {
    failing.add(node);
  }

  /** No replica of the shard can be read: every call that asks for it fails. */
  public void lose(int shard) {
    lost.add(shard);
  }

  /** All is well again. */
  public void clear() {
    slow.clear();
    failing.clear();
    lost.clear();
  }

  /** Answers of slow nodes that somebody still waits for. */
  public int waiting() {
    return waiting.get();
  }

  void waits(CompletableFuture<?> answer) {
    waiting.incrementAndGet();
    var unused = answer.whenComplete((any, failure) -> waiting.decrementAndGet());
  }

  int slownessOf(String node) {
    return slow.getOrDefault(node, 1);
  }

  boolean isFailing(String node) {
    return failing.contains(node);
  }

  boolean isLost(int shard) {
    return lost.contains(shard);
  }
}
