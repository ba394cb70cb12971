package dev.quiver.store.internal.index;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How the indexes of one node work.
 *
 * @param name of the node, for its threads
 * @param helpers may index records of one command together with the thread that applies it
 * @param mergeThreads how many merges run at a time, over all indexes
 * @param bufferMegabytes heap each index fills with new records before it begins to write a
 *     segment, which goes on beside it
 * @param preload whether opening reads vectors and graph into memory
 */
public record EngineOptions(
    String name,
    @Nullable Executor helpers,
    int mergeThreads,
    int bufferMegabytes,
    boolean preload) {
  public static final int DEFAULT_BUFFER_MEGABYTES = 48;

  public static EngineOptions defaults(String name) {
    return new EngineOptions(name, null, 1, DEFAULT_BUFFER_MEGABYTES, false);
  }

  public EngineOptions {
    if (mergeThreads < 1) {
      throw new IllegalArgumentException(
          "mergeThreads must be at least 1, but was " + mergeThreads);
    }
    if (bufferMegabytes < 1) {
      throw new IllegalArgumentException(
          "bufferMegabytes must be at least 1, but was " + bufferMegabytes);
    }
  }

  public EngineOptions withHelpers(Executor executor) {
    return new EngineOptions(name, executor, mergeThreads, bufferMegabytes, preload);
  }
}
