package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.VectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the graph of each segment towards the target. Each is walked with a beam as wide as its
 * share of the records would need on average, and a margin for chance. Where a walk strands before
 * its beam is full, the segment is scanned.
 */
final class GraphSearch {
  private final List<LeafReaderContext> leaves;
  private final @Nullable Candidates candidates;
  private final Target target;
  private final int width;

  /** A document where a beam had no more room, with its segment. */
  private record Edge(LeafReaderContext leaf, ScoreDoc doc) {}

  private final List<Edge> edges = new ArrayList<>();

  GraphSearch(
      List<LeafReaderContext> leaves, @Nullable Candidates candidates, Target target, int width) {
    this.leaves = leaves;
    this.candidates = candidates;
    this.target = target;
    this.width = width;
  }

  void into(Shortlist shortlist) throws IOException {
    long total = leaves.stream().mapToLong(this::candidatesIn).sum();
    List<LeafReaderContext> largestFirst =
        leaves.stream()
            .filter(leaf -> candidatesIn(leaf) > 0)
            .sorted(Comparator.comparingInt(this::candidatesIn).reversed())
            .toList();
    for (LeafReaderContext leaf : largestFirst) {
      walk(leaf, Effort.share(width, (double) candidatesIn(leaf) / total), shortlist);
      target.checkNotCancelled();
    }
  }

  private void walk(LeafReaderContext leaf, int share, Shortlist shortlist) throws IOException {
    var beam = new Beam(share, target);
    leaf.reader().searchNearestVectors(FieldName.VECTOR, target.indexed(), beam, accepted(leaf));
    ScoreDoc[] found = beam.found();
    if (found.length < Math.min(share, candidatesIn(leaf))) {
      new ExactScan(leaves, candidates).into(shortlist, target, leaf);
      return;
    }
    if (found.length == share) {
      edges.add(new Edge(leaf, found[share - 1]));
    }
    if (target.isGraphExact()) {
      for (ScoreDoc doc : found) {
        shortlist.add(leaf.ord, doc.doc, doc.score);
      }
    } else {
      addRescored(leaf, found, shortlist);
    }
  }

  /** Scores of 8-bit copies are good for finding the way, and for nothing else. */
  private void addRescored(LeafReaderContext leaf, ScoreDoc[] found, Shortlist shortlist)
      throws IOException {
    int[] docs = Arrays.stream(found).mapToInt(doc -> doc.doc).sorted().toArray();
    VectorScorer scorer = target.scorer(leaf.reader());
    DocIdSetIterator position = scorer.iterator();
    for (int doc : docs) {
      position.advance(doc);
      shortlist.add(leaf.ord, doc, scorer.score());
    }
  }

  private AcceptDocs accepted(LeafReaderContext leaf) {
    return candidates == null
        ? AcceptDocs.fromLiveDocs(leaf.reader().getLiveDocs(), leaf.reader().maxDoc())
        : new AcceptedDocs(candidates.in(leaf), candidates.count(leaf));
  }

  private int candidatesIn(LeafReaderContext leaf) {
    return candidates == null ? leaf.reader().numDocs() : candidates.count(leaf);
  }

  /** Whether a beam ran out of room among documents as good as the last one wanted. */
  boolean mayHaveCutTies(double lastWanted) throws IOException {
    for (Edge edge : edges) {
      if (!target.isGraphExact() || edge.doc().score >= lastWanted - 2 * target.margin()) {
        var vectors = new VectorField.Reader(edge.leaf().reader());
        if (target.finalScore(vectors.read(edge.doc().doc)) >= lastWanted) {
          return true;
        }
      }
    }
    return false;
  }
}
