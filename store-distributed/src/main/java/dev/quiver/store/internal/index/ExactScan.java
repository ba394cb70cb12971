package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** Looks at every candidate. */
final class ExactScan {
  private final List<LeafReaderContext> leaves;
  private final @Nullable Candidates candidates;

  ExactScan(List<LeafReaderContext> leaves, @Nullable Candidates candidates) {
    this.leaves = leaves;
    this.candidates = candidates;
  }

  void into(Shortlist shortlist, Target target) throws IOException {
    for (LeafReaderContext leaf : leaves) {
      into(shortlist, target, leaf);
    }
  }

  void into(Shortlist shortlist, Target target, LeafReaderContext leaf) throws IOException {
    VectorScorer scorer = target.scorer(leaf.reader());
    if (candidates == null) {
      DocIdSetIterator all = DocIdSetIterator.all(leaf.reader().maxDoc());
      score(scorer.bulk(all), leaf, leaf.reader().getLiveDocs(), shortlist, target);
    } else {
      var some = new BitSetIterator(candidates.in(leaf), candidates.count(leaf));
      score(scorer.bulk(some), leaf, null, shortlist, target);
    }
  }

  private static void score(
      VectorScorer.Bulk scores,
      LeafReaderContext leaf,
      @Nullable Bits live,
      Shortlist shortlist,
      Target target)
      throws IOException {
    var batch = new DocAndFloatFeatureBuffer();
    while (true) {
      target.checkNotCancelled();
      float best = scores.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, live, batch);
      if (batch.size == 0) {
        return;
      }
      if (best >= shortlist.floor()) {
        for (int i = 0; i < batch.size; i++) {
          shortlist.add(leaf.ord, batch.docs[i], batch.features[i]);
        }
      }
    }
  }
}
