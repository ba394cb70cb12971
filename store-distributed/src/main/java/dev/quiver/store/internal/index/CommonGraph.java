package dev.quiver.store.internal.index;

import java.util.Arrays;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.NeighborArray;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/**
 * The links of a graph that is built and will not change, with nothing but the links: a quarter of
 * the memory that building it takes. Any number of threads walk it, each with a cursor of its own.
 */
final class CommonGraph {
  /**
   * The links of one level.
   *
   * @param nodes that are on the level, ascending; on the lowest all are, and none is listed
   * @param starts of each node's links, and the end of the last one's
   * @param links ascending, so that those in one segment are together
   */
  @SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, compared nowhere
  private record Level(int[] nodes, int[] starts, int[] links) {}

  private final Level[] levels;
  private final int entryNode;
  private final int size;
  private final int maxConn;

  private CommonGraph(Level[] levels, int entryNode, int size, int maxConn) {
    this.levels = levels;
    this.entryNode = entryNode;
    this.size = size;
    this.maxConn = maxConn;
  }

  static CommonGraph of(OnHeapHnswGraph built) {
    var levels = new Level[built.numLevels()];
    for (int level = 0; level < levels.length; level++) {
      levels[level] = level(built, level);
    }
    return new CommonGraph(levels, built.entryNode(), built.size(), built.maxConn());
  }

  private static int[] sortedNodes(OnHeapHnswGraph built, int level) {
    HnswGraph.NodesIterator on = built.getNodesOnLevel(level);
    var nodes = new int[on.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = on.nextInt();
    }
    Arrays.sort(nodes);
    return nodes;
  }

  private static Level level(OnHeapHnswGraph built, int level) {
    int[] nodes = level > 0 ? sortedNodes(built, level) : new int[0];
    int count = level > 0 ? nodes.length : built.size();
    var starts = new int[count + 1];
    for (int i = 0; i < count; i++) {
      starts[i + 1] = starts[i] + built.getNeighbors(level, level > 0 ? nodes[i] : i).size();
    }
    var links = new int[starts[count]];
    for (int i = 0; i < count; i++) {
      NeighborArray linked = built.getNeighbors(level, level > 0 ? nodes[i] : i);
      System.arraycopy(linked.nodes(), 0, links, starts[i], linked.size());
      Arrays.sort(links, starts[i], starts[i + 1]);
    }
    return new Level(nodes, starts, links);
  }

  int size() {
    return size;
  }

  HnswGraph cursor() {
    return new Cursor();
  }

  private final class Cursor extends HnswGraph {
    private int[] links = new int[0];
    private int next;
    private int end;
    private int count;

    @Override
    public void seek(int level, int node) {
      Level on = levels[level];
      int at = level == 0 ? node : Arrays.binarySearch(on.nodes(), node);
      links = on.links();
      next = on.starts()[at];
      end = on.starts()[at + 1];
      count = end - next;
    }

    @Override
    public int nextNeighbor() {
      return next < end ? links[next++] : DocIdSetIterator.NO_MORE_DOCS;
    }

    @Override
    public int neighborCount() {
      return count;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int numLevels() {
      return levels.length;
    }

    @Override
    public int maxConn() {
      return maxConn;
    }

    @Override
    public int entryNode() {
      return entryNode;
    }

    @Override
    public NodesIterator getNodesOnLevel(int level) {
      int[] nodes = levels[level].nodes();
      return level == 0 ? new DenseNodesIterator(size) : new ArrayNodesIterator(nodes);
    }
  }
}
