package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.ValueKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
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

  /** Reads one list of records for each kind, and of it as far as the first that is not deleted. */
  @Override
  public Set<ValueKind> kinds(String key) throws IOException {
    Set<ValueKind> kinds = EnumSet.noneOf(ValueKind.class);
    for (ValueKind kind : ValueKind.values()) {
      String field =
          switch (kind) {
            case TEXT -> FieldName.ofString(key);
            case UUID -> FieldName.ofUuid(key);
            case NUMBER -> FieldName.ofNumber(key);
          };
      var mark = List.of(FieldName.mark(field));
      for (LeafReaderContext leaf : view.reader().leaves()) {
        if (!kinds.contains(kind) && !docs(leaf, FieldName.PRESENT, mark, 1).isEmpty()) {
          kinds.add(kind);
        }
      }
    }
    return kinds;
  }

  @Override
  public List<StoredRecord> get(Collection<String> ids, @Nullable Predicate where)
      throws IOException {
    var distinct = new TreeSet<>(ids);
    var records = new ArrayList<StoredRecord>(distinct.size());
    for (LeafReaderContext leaf : view.reader().leaves()) {
      var keys = distinct.stream().map(Documents::bareKey).toList();
      var docs = docs(leaf, FieldName.KEY, keys, Integer.MAX_VALUE);
      var bareIds = distinct.stream().map(Documents::id).toList();
      docs.addAll(docs(leaf, FieldName.ID, bareIds, Integer.MAX_VALUE));
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

  /** Those that have any of these terms and are not deleted, as many of them as are wanted. */
  private static SortedSet<Integer> docs(
      LeafReaderContext leaf, String field, List<BytesRef> sorted, int wanted) throws IOException {
    var docs = new TreeSet<Integer>();
    Terms terms = leaf.reader().terms(field);
    if (terms == null) {
      return docs;
    }
    TermsEnum found = terms.iterator();
    Bits live = leaf.reader().getLiveDocs();
    PostingsEnum postings = null;
    for (BytesRef term : sorted) {
      if (found.seekExact(term)) {
        postings = found.postings(postings, PostingsEnum.NONE);
        int doc = postings.nextDoc();
        while (doc != DocIdSetIterator.NO_MORE_DOCS && docs.size() < wanted) {
          if (live == null || live.get(doc)) {
            docs.add(doc);
          }
          doc = postings.nextDoc();
        }
      }
    }
    return docs;
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
