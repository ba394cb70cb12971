package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Carries out commands on Lucene's writer. Who sees them, and when, is decided elsewhere. */
final class CommandWriter {
  private final DurableWriter writer;
  private final Documents documents;
  private final @Nullable Executor helpers;

  CommandWriter(DurableWriter writer, Documents documents, @Nullable Executor helpers) {
    this.writer = writer;
    this.documents = documents;
    this.helpers = helpers;
  }

  DurableWriter writer() {
    return writer;
  }

  void write(Command command) throws IOException {
    switch (command) {
      case Command.Put(var records) -> ParallelWork.each(records, this::put, helpers);
      case Command.DeleteIds(var ids, var where) when where == null ->
          writer.deleteDocuments(terms(ids).toArray(Term[]::new));
      case Command.DeleteIds(var ids, var where) ->
          writer.deleteDocuments(
              new BooleanQuery.Builder()
                  .add(withIds(ids), Occur.FILTER)
                  .add(Filters.query(where), Occur.FILTER)
                  .build());
      case Command.DeleteWhere(var where) -> writer.deleteDocuments(Filters.query(where));
      case Command.Clear() -> writer.deleteAll();
    }
  }

  private void put(StoredRecord record) throws IOException {
    writer.updateDocument(Documents.replaces(record), documents.document(record));
  }

  /** An id alone is a key, or is written beside keys with a partition. */
  private static List<Term> terms(List<String> ids) {
    var terms = new ArrayList<Term>(2 * ids.size());
    for (String id : ids) {
      terms.add(new Term(FieldName.KEY, Documents.bareKey(id)));
      terms.add(new Term(FieldName.ID, Documents.id(id)));
    }
    return terms;
  }

  private static Query withIds(List<String> ids) {
    List<BytesRef> keys = ids.stream().map(Documents::bareKey).toList();
    List<BytesRef> inPartitions = ids.stream().map(Documents::id).toList();
    return new BooleanQuery.Builder()
        .add(new TermInSetQuery(FieldName.KEY, keys), Occur.SHOULD)
        .add(new TermInSetQuery(FieldName.ID, inPartitions), Occur.SHOULD)
        .build();
  }
}
