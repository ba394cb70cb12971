package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** A counted view; the count is given back once, however often it is closed. */
final class LuceneShardReader implements ShardReader {
  private final View view;
  private final AtomicBoolean closed = new AtomicBoolean();

  LuceneShardReader(View view) {
    this.view = view;
  }

  View view() {
    return view;
  }

  @Override
  public Position position() {
    return view.position();
  }

  @Override
  public long rows() {
    return view.reader().numDocs();
  }

  @Override
  public long count(@Nullable Predicate where) throws IOException {
    return where == null ? rows() : new IndexSearcher(view.reader()).count(Filters.query(where));
  }

  @Override
  public List<StoredRecord> get(Collection<String> ids, @Nullable Predicate where)
      throws IOException {
    var distinct = new TreeSet<>(ids);
    var records = new ArrayList<StoredRecord>(distinct.size());
    for (LeafReaderContext leaf : view.reader().leaves()) {
      var docs = new TreeSet<Integer>();
      collect(leaf, FieldName.KEY, distinct.stream().map(Documents::bareKey).toList(), docs);
      collect(leaf, FieldName.ID, distinct.stream().map(Documents::id).toList(), docs);
      if (!docs.isEmpty()) {
        var reader = new LeafRecords(leaf.reader());
        for (int doc : docs) {
          StoredRecord record = reader.read(doc);
          if (record.matches(where)) {
            records.add(record);
          }
        }
      }
    }
    return records;
  }

  private static void collect(
      LeafReaderContext leaf, String field, List<BytesRef> sorted, Collection<Integer> docs)
      throws IOException {
    Terms terms = leaf.reader().terms(field);
    if (terms == null) {
      return;
    }
    TermsEnum found = terms.iterator();
    Bits live = leaf.reader().getLiveDocs();
    PostingsEnum postings = null;
    for (BytesRef term : sorted) {
      if (found.seekExact(term)) {
        postings = found.postings(postings, PostingsEnum.NONE);
        int doc = postings.nextDoc();
        while (doc != DocIdSetIterator.NO_MORE_DOCS) {
          if (live == null || live.get(doc)) {
            docs.add(doc);
          }
          doc = postings.nextDoc();
        }
      }
    }
  }

  @Override
  public List<StoredRecord> page(@Nullable RecordKey after, int limit, @Nullable Predicate where)
      throws IOException {
    return new KeyOrder(view.reader(), where).after(after, limit);
  }

  @Override
  public long digest() throws IOException {
    return ContentDigest.of(view.reader());
  }

  @Override
  public ShardReader share() {
    view.reader().incRef();
    return new LuceneShardReader(view);
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      view.reader().decRef();
    }
  }
}
