package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Predicate;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/** The live records that satisfy a predicate, as one set of bits for each segment. */
final class Candidates {
  private static final int LOOKS_PER_CHECK = 256;

  private final BitSet[] perLeaf;
  private final int[] counts;
  private final int count;

  private Candidates(BitSet[] perLeaf, int[] counts) {
    this.perLeaf = perLeaf;
    this.counts = counts;
    this.count = Arrays.stream(counts).sum();
  }

  static Candidates of(IndexReader reader, Predicate where) throws IOException {
    return of(reader, where, () -> {});
  }

  /**
   * @param check called now and then; ends the work by what it throws
   */
  static Candidates of(IndexReader reader, Predicate where, Runnable check) throws IOException {
    var searcher = new IndexSearcher(reader);
    Weight weight =
        searcher.createWeight(
            searcher.rewrite(new ConstantScoreQuery(Filters.query(where))),
            ScoreMode.COMPLETE_NO_SCORES,
            1);
    List<LeafReaderContext> leaves = reader.leaves();
    var perLeaf = new BitSet[leaves.size()];
    var counts = new int[leaves.size()];
    for (LeafReaderContext leaf : leaves) {
      check.run();
      perLeaf[leaf.ord] = matching(weight, leaf, check);
      counts[leaf.ord] = perLeaf[leaf.ord].cardinality();
    }
    return new Candidates(perLeaf, counts);
  }

  private static BitSet matching(Weight weight, LeafReaderContext leaf, Runnable check)
      throws IOException {
    Scorer scorer = weight.scorer(leaf);
    int size = leaf.reader().maxDoc();
    if (scorer == null) {
      return new FixedBitSet(size);
    }
    TwoPhaseIterator costly = scorer.twoPhaseIterator();
    DocIdSetIterator found = costly == null ? scorer.iterator() : checked(costly, check);
    BitSet matching = BitSet.of(found, size);
    Bits live = leaf.reader().getLiveDocs();
    if (live != null) {
      keep(live, matching);
    }
    return matching;
  }

  /** Many at once where it can be: to look at each takes longer than the search. */
  private static void keep(Bits live, BitSet matching) {
    if (matching instanceof FixedBitSet dense) {
      live.applyMask(dense, 0);
      return;
    }
    int doc = matching.nextSetBit(0);
    while (doc != DocIdSetIterator.NO_MORE_DOCS) {
      if (!live.get(doc)) {
        matching.clear(doc);
      }
      doc =
          doc + 1 < matching.length()
              ? matching.nextSetBit(doc + 1)
              : DocIdSetIterator.NO_MORE_DOCS;
    }
  }

  /** Where each document has to be looked at by itself, all of them may take long. */
  private static DocIdSetIterator checked(TwoPhaseIterator costly, Runnable check) {
    return TwoPhaseIterator.asDocIdSetIterator(
        new TwoPhaseIterator(costly.approximation()) {
          private int looks;

          @Override
          public boolean matches() throws IOException {
            if (++looks % LOOKS_PER_CHECK == 0) {
              check.run();
            }
            return costly.matches();
          }

          @Override
          public float matchCost() {
            return costly.matchCost();
          }
        });
  }

  BitSet in(LeafReaderContext leaf) {
    return perLeaf[leaf.ord];
  }

  int count(LeafReaderContext leaf) {
    return counts[leaf.ord];
  }

  int count() {
    return count;
  }
}
