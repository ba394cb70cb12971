package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The matching records of all segments by ascending key: each segment's terms are in that order
 * already, so it is a merge.
 */
final class KeyOrder {
  private final List<LeafReaderContext> leaves;
  private final @Nullable Candidates candidates;

  KeyOrder(IndexReader reader, @Nullable Predicate where) throws IOException {
    this.leaves = reader.leaves();
    this.candidates = where == null ? null : Candidates.of(reader, where);
  }

  List<StoredRecord> after(@Nullable RecordKey after, int limit) throws IOException {
    var heads = new PriorityQueue<Head>(Comparator.comparing(head -> head.key));
    for (LeafReaderContext leaf : leaves) {
      Bits accepted = candidates == null ? leaf.reader().getLiveDocs() : candidates.in(leaf);
      Terms terms = leaf.reader().terms(FieldName.KEY);
      if (terms != null) {
        var head = new Head(leaf.reader(), terms, accepted);
        if (head.seek(after)) {
          heads.add(head);
        }
      }
    }
    var page = new ArrayList<StoredRecord>();
    while (page.size() < limit && !heads.isEmpty()) {
      Head least = heads.remove();
      page.add(new LeafRecords(least.leaf).read(least.doc));
      if (least.next()) {
        heads.add(least);
      }
    }
    return page;
  }

  /** Where the merge stands in one segment. */
  private static final class Head {
    private final LeafReader leaf;
    private final TermsEnum terms;
    private final @Nullable Bits accepted;
    private @Nullable PostingsEnum postings;
    private BytesRef key = new BytesRef();
    private int doc = -1;

    Head(LeafReader leaf, Terms terms, @Nullable Bits accepted) throws IOException {
      this.leaf = leaf;
      this.terms = terms.iterator();
      this.accepted = accepted;
    }

    boolean seek(@Nullable RecordKey after) throws IOException {
      if (after == null) {
        return next();
      }
      return switch (terms.seekCeil(SortableBytes.key(after))) {
        case END -> false;
        case FOUND -> next();
        case NOT_FOUND -> isAccepted() || next();
      };
    }

    boolean next() throws IOException {
      while (terms.next() != null) {
        if (isAccepted()) {
          return true;
        }
      }
      return false;
    }

    /** A key has one live record at most; earlier ones were deleted when it was replaced. */
    private boolean isAccepted() throws IOException {
      postings = terms.postings(postings, PostingsEnum.NONE);
      for (int next = postings.nextDoc();
          next != DocIdSetIterator.NO_MORE_DOCS;
          next = postings.nextDoc()) {
        if (accepted == null || accepted.get(next)) {
          doc = next;
          key = BytesRef.deepCopyOf(terms.term());
          return true;
        }
      }
      return false;
    }
  }
}
