package dev.quiver.store.internal.memory;

/**
 * How the heap of this JVM is divided among the things that may grow. There is one, because there
 * is one heap: shares of it that every replica, node or collection took for itself would add up.
 *
 * <p>Parts of the heap, together under two thirds of it: new records in the buffers of indexes 1/5,
 * graphs while they are built 1/6, graphs in common that are kept 1/8 of a quarter, small files
 * that wait for their commit 1/16, and commands under way 1/16, each of which is there up to three
 * times while it is applied. The rest is for logs, searches, and the application.
 *
 * @param buffers of indexes: records that are in no segment yet
 * @param graphs heap for building graphs, by merging segments or in common for many
 * @param commonGraphs over how many records graphs in common lead
 * @param files heap that small files of indexes take until they are committed
 * @param underWay bytes of commands on their way into logs
 */
public record MemoryBudget(
    SharedBuffers buffers, BytePool graphs, Gauges commonGraphs, Files files, BytePool underWay) {
  private static final int BUFFER_PARTS = 5;
  private static final int GRAPH_PARTS = 6;
  private static final int FILE_PARTS = 16;
  private static final int UNDER_WAY_PARTS = 16;

  private static final MemoryBudget JVM = of(Runtime.getRuntime().maxMemory());

  /** What the files of each index take, and what all may. */
  public record Files(Gauges taken, long limit) {
    public boolean haveRoom() {
      return taken.sum() < limit;
    }
  }

  /** Of this JVM. */
  public static MemoryBudget jvm() {
    return JVM;
  }

  public static MemoryBudget of(long heapBytes) {
    return new MemoryBudget(
        new SharedBuffers(heapBytes / BUFFER_PARTS),
        new BytePool(heapBytes / GRAPH_PARTS),
        new Gauges(),
        new Files(new Gauges(), heapBytes / FILE_PARTS),
        new BytePool(heapBytes / UNDER_WAY_PARTS));
  }
}
