package dev.quiver.store.internal.index;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Walks the graph of each terrain towards the target. Where a walk strands before it has found as
 * many as may be wanted, or becomes dearer than that, its segments are scanned.
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

  /** What scores as high is kept, however much farther away than others it is. */
  private final Map<Terrain, Float> kept;

  /**
   * What a walk may have left out: what it met and scored less than this.
   *
   * @param found what it kept, where its scores are those of copies
   * @param error by which its scores may differ from fast ones
   */
  private record Edge(Terrain terrain, List<Long> found, float leastKept, float error) {
    /**
     * Equal vectors have equal copies in one segment, and nearly equal ones in others, which slack
     * is far more than enough for.
     *
     * @return what equals of this record score at least here
     */
    float leastOfEquals(FoundRecord last, float margin) {
      return found.stream()
          .filter(entry -> last.isOf(terrain.reader(entry), terrain.document(entry)))
          .map(GraphWalk::score)
          .findFirst()
          .orElse((float) last.score() - Math.max(error, margin));
    }
  }

  private final List<Edge> edges = new ArrayList<>();

  private boolean hasWalked;

  /** So many equals are linked to in each of the graphs walked. */
  private int equalsLinked = Integer.MAX_VALUE;

  GraphSearch(
      List<Terrain> terrains, @Nullable Candidates candidates, Target target, Effort effort) {
    this(terrains, candidates, target, effort, Map.of());
  }

  private GraphSearch(
      List<Terrain> terrains,
      @Nullable Candidates candidates,
      Target target,
      Effort effort,
      Map<Terrain, Float> kept) {
    this.terrains = terrains;
    this.candidates = candidates;
    this.target = target;
    this.effort = effort;
    this.kept = kept;
  }

  /** The same search, but one that leaves out nothing it meets that may be as good as this. */
  GraphSearch keepingEqualsOf(FoundRecord last) {
    float margin = target.margin((float) last.score());
    Map<Terrain, Float> least =
        edges.stream().collect(toMap(Edge::terrain, edge -> edge.leastOfEquals(last, margin)));
    return new GraphSearch(terrains, candidates, target, effort, least);
  }

  Shortlist run() throws IOException {
    var shortlist = new Shortlist(target);
    for (int i = 0; i < terrains.size(); i++) {
      if (effort.candidates(i) > 0) {
        walk(i, shortlist);
        target.checkNotCancelled();
      }
    }
    return shortlist;
  }

  private void walk(int at, Shortlist shortlist) throws IOException {
    Terrain terrain = terrains.get(at);
    Bits accepted = terrain.accepted(candidates);
    var walk =
        new GraphWalk(terrain, target, accepted, effort.reach(at))
            .meetingAtMost(effort.most(at))
            .meetingAtMostOfFar(effort.mostOfFar(at))
            .keepingFrom(kept.getOrDefault(terrain, Float.POSITIVE_INFINITY));
    long[] found = walk.run();
    if (walk.isCutShort() && found.length < terrain.candidates(candidates)) {
      new ExactScan(terrain.leaves(), candidates).into(shortlist, target);
      return;
    }
    hasWalked = true;
    equalsLinked = Math.min(equalsLinked, walk.equalsLinked());
    if (terrain.isExact()) {
      for (long entry : found) {
        add(terrain, entry, GraphWalk.score(entry), shortlist);
      }
      edges.add(new Edge(terrain, List.of(), walk.leastKept(), 0));
    } else {
      edges.add(addRescored(terrain, found, walk.leastKept(), shortlist));
    }
  }

  private static void add(Terrain terrain, long entry, float score, Shortlist shortlist) {
    LeafReaderContext leaf = terrain.leaves().get(terrain.segment(GraphWalk.node(entry)));
    shortlist.add(leaf.ord, terrain.document(entry), score);
  }

  /**
   * Scores of 8-bit copies are good for finding the way, and for nothing else. They are near the
   * true ones, though: behind the best, only those are scored again that may be among them.
   */
  private Edge addRescored(Terrain terrain, long[] found, float leastKept, Shortlist shortlist)
      throws IOException {
    float error = 0;
    int from = 0;
    int to = Math.min(found.length, target.limit() + RESCORED_TOGETHER);
    while (from < to) {
      error = Math.max(error, addRescored(terrain, found, from, to, shortlist));
      from = to;
      boolean more = to < found.length && GraphWalk.score(found[to]) + error >= shortlist.floor();
      to = more ? Math.min(found.length, to + RESCORED_TOGETHER) : to;
    }
    return new Edge(terrain, Arrays.stream(found).limit(to).boxed().toList(), leastKept, error);
  }

  /** Returns by how much scores of copies may be off, for all that is seen here. */
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
      scorer.iterator().advance(terrain.document(entry));
      float score = scorer.score();
      worstError = Math.max(worstError, Math.abs(score - GraphWalk.score(entry)));
      add(terrain, entry, score, shortlist);
    }
    return ERROR_ALLOWED * worstError;
  }

  /** Whether something was found by walking. */
  boolean hasWalked() {
    return hasWalked;
  }

  /** Whether a walk left out documents it met that may be as good as the last one wanted. */
  boolean mayHaveCut(FoundRecord last) {
    float margin = target.margin((float) last.score());
    return edges.stream().anyMatch(edge -> edge.leastOfEquals(last, margin) < edge.leastKept());
  }

  /** Whether so many are more equals than are sure to be linked to, and met. */
  boolean mayHaveMissed(int equals) {
    return equals > equalsLinked;
  }
}
