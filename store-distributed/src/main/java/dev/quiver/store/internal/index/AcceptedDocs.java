package dev.quiver.store.internal.index;

import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;

/** A segment's candidates in the form that the walk through a graph asks for. */
final class AcceptedDocs extends AcceptDocs {
  private final BitSet candidates;
  private final int count;

  AcceptedDocs(BitSet candidates, int count) {
    this.candidates = candidates;
    this.count = count;
  }

  @Override
  public Bits bits() {
    return candidates;
  }

  @Override
  public DocIdSetIterator iterator() {
    return new BitSetIterator(candidates, count);
  }

  @Override
  public int cost() {
    return count;
  }
}
