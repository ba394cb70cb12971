package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the graph of each segment towards the target, each with a beam of its own. Where a walk
 * strands before its beam is full, the segment is scanned.
 */
final class GraphSearch {
  /** Where more than this share may be found, the walk leads over the others, too. */
  private static final double DENSE = 0.6;

  /** Documents scored exactly at a time, after as many as are wanted. */
  private static final int RESCORED_TOGETHER = 8;

  /** Scores of copies are off by at most so many times the most seen among the best. */
  private static final float ERROR_ALLOWED = 1.5f;

  private final List<LeafReaderContext> leaves;
  private final @Nullable Candidates candidates;
  private final Target target;
  private final int[] widths;

  /** A document where a beam had no more room, with its segment. */
  private record Edge(LeafReaderContext leaf, int doc, float score) {}

  private final List<Edge> edges = new ArrayList<>();

  /**
   * @param widths of the beams, by segment; zero where a segment has no candidates
   */
  GraphSearch(
      List<LeafReaderContext> leaves,
      @Nullable Candidates candidates,
      Target target,
      int[] widths) {
    this.leaves = leaves;
    this.candidates = candidates;
    this.target = target;
    this.widths = widths;
  }

  void into(Shortlist shortlist) throws IOException {
    for (LeafReaderContext leaf : leaves) {
      if (widths[leaf.ord] > 0) {
        walk(leaf, shortlist);
        target.checkNotCancelled();
      }
    }
  }

  private void walk(LeafReaderContext leaf, Shortlist shortlist) throws IOException {
    int width = widths[leaf.ord];
    long[] found = walk(leaf, width).run();
    if (found.length < Math.min(width, candidatesIn(leaf))) {
      new ExactScan(leaves, candidates).into(shortlist, target, leaf);
      return;
    }
    long last = found[found.length - 1];
    if (found.length == width) {
      edges.add(new Edge(leaf, SegmentWalk.document(last), SegmentWalk.score(last)));
    }
    if (target.isGraphExact()) {
      for (long entry : found) {
        shortlist.add(leaf.ord, SegmentWalk.document(entry), SegmentWalk.score(entry));
      }
    } else {
      addRescored(leaf, found, shortlist);
    }
  }

  private SegmentWalk walk(LeafReaderContext leaf, int width) throws IOException {
    if (candidates == null) {
      return new SegmentWalk(leaf, target, leaf.reader().getLiveDocs(), false, width);
    }
    boolean sparse = candidates.count(leaf) < DENSE * leaf.reader().maxDoc();
    return new SegmentWalk(leaf, target, candidates.in(leaf), sparse, width);
  }

  /**
   * Scores of 8-bit copies are good for finding the way, and for nothing else. They are near the
   * true ones, though: behind the best, only those are scored again that may be among them.
   */
  private void addRescored(LeafReaderContext leaf, long[] found, Shortlist shortlist)
      throws IOException {
    float worstError = 0;
    int from = 0;
    int to = Math.min(found.length, target.limit() + RESCORED_TOGETHER);
    while (from < to) {
      worstError = Math.max(worstError, addRescored(leaf, found, from, to, shortlist));
      from = to;
      boolean more =
          to < found.length
              && SegmentWalk.score(found[to]) + ERROR_ALLOWED * worstError >= shortlist.floor();
      to = more ? Math.min(found.length, to + RESCORED_TOGETHER) : to;
    }
  }

  private float addRescored(
      LeafReaderContext leaf, long[] found, int from, int to, Shortlist shortlist)
      throws IOException {
    float worstError = 0;
    long[] ascending = Arrays.copyOfRange(found, from, to);
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = Long.rotateLeft(ascending[i], Integer.SIZE); // document first, then score
    }
    Arrays.sort(ascending);
    VectorScorer scorer = target.scorer(leaf.reader());
    DocIdSetIterator position = scorer.iterator();
    for (long turned : ascending) {
      long entry = Long.rotateLeft(turned, Integer.SIZE);
      position.advance(SegmentWalk.document(entry));
      float score = scorer.score();
      worstError = Math.max(worstError, Math.abs(score - SegmentWalk.score(entry)));
      shortlist.add(leaf.ord, SegmentWalk.document(entry), score);
    }
    return worstError;
  }

  private int candidatesIn(LeafReaderContext leaf) {
    return candidates == null ? leaf.reader().numDocs() : candidates.count(leaf);
  }

  /** Whether a beam ran out of room among documents as good as the last one wanted. */
  boolean mayHaveCutTies(double lastWanted) throws IOException {
    for (Edge edge : edges) {
      if (!target.isGraphExact() || edge.score() >= lastWanted - 2 * target.margin()) {
        var vectors = new VectorField.Reader(edge.leaf().reader());
        if (target.finalScore(vectors.read(edge.doc())) >= lastWanted) {
          return true;
        }
      }
    }
    return false;
  }
}
