package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Walks the graph of each terrain towards the target, each with a beam of its own. Where a walk
 * strands before its beam is full, or becomes dearer than that, its segments are scanned.
 */
final class GraphSearch {
  /** Documents scored exactly at a time, after as many as are wanted. */
  private static final int RESCORED_TOGETHER = 8;

  /** Scores of copies are off by at most so many times the most seen among the best. */
  private static final float ERROR_ALLOWED = 1.5f;

  private final List<Terrain> terrains;
  private final @Nullable Candidates candidates;
  private final Target target;
  private final Effort effort;

  /** A document behind which a beam may have had no more room, with its segment. */
  private record Edge(LeafReaderContext leaf, int doc, float score, boolean exact) {}

  private final List<Edge> edges = new ArrayList<>();

  GraphSearch(
      List<Terrain> terrains, @Nullable Candidates candidates, Target target, Effort effort) {
    this.terrains = terrains;
    this.candidates = candidates;
    this.target = target;
    this.effort = effort;
  }

  void into(Shortlist shortlist) throws IOException {
    for (int i = 0; i < terrains.size(); i++) {
      if (effort.candidates(i) > 0) {
        walk(terrains.get(i), effort.widths(i), effort.most(i), shortlist);
        target.checkNotCancelled();
      }
    }
  }

  private void walk(Terrain terrain, Widths widths, double most, Shortlist shortlist)
      throws IOException {
    Bits accepted = terrain.accepted(candidates);
    var walk = new GraphWalk(terrain, target, accepted, widths).meetingAtMost(most);
    long[] found = walk.run();
    if (walk.isCutShort() && found.length < terrain.candidates(candidates)) {
      new ExactScan(terrain.leaves(), candidates).into(shortlist, target);
      return;
    }
    if (found.length >= walk.narrowest()) {
      long last = found[walk.narrowest() - 1];
      int segment = terrain.segment(GraphWalk.node(last));
      int doc = GraphWalk.node(last) - terrain.start(segment);
      float score = GraphWalk.score(last);
      edges.add(new Edge(terrain.leaves().get(segment), doc, score, terrain.isExact()));
    }
    if (terrain.isExact()) {
      for (long entry : found) {
        add(terrain, entry, GraphWalk.score(entry), shortlist);
      }
    } else {
      addRescored(terrain, found, shortlist);
    }
  }

  private static void add(Terrain terrain, long entry, float score, Shortlist shortlist) {
    int segment = terrain.segment(GraphWalk.node(entry));
    int doc = GraphWalk.node(entry) - terrain.start(segment);
    shortlist.add(terrain.leaves().get(segment).ord, doc, score);
  }

  /**
   * Scores of 8-bit copies are good for finding the way, and for nothing else. They are near the
   * true ones, though: behind the best, only those are scored again that may be among them.
   */
  private void addRescored(Terrain terrain, long[] found, Shortlist shortlist) throws IOException {
    float worstError = 0;
    int from = 0;
    int to = Math.min(found.length, target.limit() + RESCORED_TOGETHER);
    while (from < to) {
      worstError = Math.max(worstError, addRescored(terrain, found, from, to, shortlist));
      from = to;
      boolean more =
          to < found.length
              && GraphWalk.score(found[to]) + ERROR_ALLOWED * worstError >= shortlist.floor();
      to = more ? Math.min(found.length, to + RESCORED_TOGETHER) : to;
    }
  }

  private float addRescored(Terrain terrain, long[] found, int from, int to, Shortlist shortlist)
      throws IOException {
    float worstError = 0;
    long[] ascending = Arrays.copyOfRange(found, from, to);
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = Long.rotateLeft(ascending[i], Integer.SIZE); // node first, then score
    }
    Arrays.sort(ascending);
    @Nullable VectorScorer scorer = null;
    int open = -1;
    for (long turned : ascending) {
      long entry = Long.rotateLeft(turned, Integer.SIZE);
      int segment = terrain.segment(GraphWalk.node(entry));
      if (scorer == null || segment != open) {
        scorer = target.scorer(terrain.leaves().get(segment).reader());
        open = segment;
      }
      scorer.iterator().advance(GraphWalk.node(entry) - terrain.start(segment));
      float score = scorer.score();
      worstError = Math.max(worstError, Math.abs(score - GraphWalk.score(entry)));
      add(terrain, entry, score, shortlist);
    }
    return worstError;
  }

  /** Whether a beam ran out of room among documents as good as the last one wanted. */
  boolean mayHaveCutTies(double lastWanted) throws IOException {
    for (Edge edge : edges) {
      if (!edge.exact() || edge.score() >= lastWanted - 2 * target.margin()) {
        var vectors = new VectorField.Reader(edge.leaf().reader());
        if (target.finalScore(vectors.read(edge.doc())) >= lastWanted) {
          return true;
        }
      }
    }
    return false;
  }
}
