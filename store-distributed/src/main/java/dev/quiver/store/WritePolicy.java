package dev.quiver.store;

/** Where a {@link FailoverEmbeddingStore} writes. */
public enum WritePolicy {
  /**
   * To the first cluster, and nowhere else: the others are filled by other means. While the first
   * one cannot be reached, writes fail.
   */
  PRIMARY,

  /**
   * To every cluster. A write is acknowledged when the first healthy cluster has it and every other
   * one has it, or has it in its queue on disk.
   */
  ALL
}
