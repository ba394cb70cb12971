package dev.quiver.store.internal.index;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.SparseFixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/** A graph on one walk: which nodes the walk has come upon, and what they score. */
final class WalkedGraph {
  /** Up to so many nodes a bit for each is cheaper to clear than a table of them to keep. */
  private static final int DENSE_NODES = 1 << 20;

  private static final int NONE = -1;

  private final int size;
  private final HnswGraph graph;
  private final RandomVectorScorer scorer;
  private final @Nullable Bits accepted;
  private final BitSet seen;

  private int hidden = NONE;
  private int[] nodes = new int[64];
  private float[] scores = new float[64];
  private int batch;

  /**
   * @param accepted nodes that may be found; null: all
   */
  WalkedGraph(Terrain terrain, Target target, @Nullable Bits accepted) throws IOException {
    this.size = terrain.size();
    this.graph = terrain.graph();
    this.scorer = terrain.scorer(target);
    this.accepted = accepted;
    this.seen = size <= DENSE_NODES ? new FixedBitSet(size) : new SparseFixedBitSet(size);
  }

  /** Very small segments have no graph, and nothing to walk. */
  boolean isLinked() throws IOException {
    return graph.size() == size && graph.entryNode() >= 0;
  }

  /**
   * Links a node has room for at all levels but the lowest, where there is room for twice as many.
   */
  int links() {
    return graph.maxConn();
  }

  boolean isAccepted(int node) {
    return accepted == null || accepted.get(node);
  }

  /** Never to be met: the walk is to be as if this node were not there. */
  void hide(int node) {
    hidden = node;
  }

  /** Goes down from the top of the graph, and leaves the node it arrives at as the only one met. */
  void descend() throws IOException {
    hideAgain();
    int best = graph.entryNode();
    float bestScore = scorer.score(best);
    for (int level = graph.numLevels() - 1; level > 0; level--) {
      int from;
      do {
        from = best;
        meetLinked(level, from);
        score();
        for (int i = 0; i < batch; i++) {
          if (scores[i] > bestScore) {
            best = nodes[i];
            bestScore = scores[i];
          }
        }
      } while (best != from);
    }
    seen.clear(0, seen.length());
    hideAgain();
    seen.set(best);
    nodes[0] = best;
    scores[0] = bestScore;
    batch = 1;
  }

  private void hideAgain() {
    if (hidden != NONE) {
      seen.set(hidden);
    }
  }

  private void meetLinked(int level, int from) throws IOException {
    graph.seek(level, from);
    makeRoom(graph.neighborCount());
    batch = 0;
    int node = graph.nextNeighbor();
    while (node != DocIdSetIterator.NO_MORE_DOCS) {
      if (!seen.getAndSet(node)) {
        nodes[batch++] = node;
      }
      node = graph.nextNeighbor();
    }
  }

  /** Meets the nodes linked to this one that were not met before, and scores them. */
  void meetNeighbours(int from) throws IOException {
    meetLinked(0, from);
    score();
  }

  /** How many were met by the last step. */
  int met() {
    return batch;
  }

  private void makeRoom(int count) {
    if (nodes.length < count) {
      nodes = new int[count];
      scores = new float[count];
    }
  }

  private void score() throws IOException {
    if (batch > 0) {
      scorer.bulkScore(nodes, scores, batch);
    }
  }

  int node(int i) {
    return nodes[i];
  }

  float score(int i) {
    return scores[i];
  }
}
