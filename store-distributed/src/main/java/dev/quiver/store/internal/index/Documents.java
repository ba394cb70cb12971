package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.AnalysisKind;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import dev.quiver.store.internal.wire.PayloadCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * Turns records into Lucene documents. One record is one document, without stored fields:
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field<th>kept as<th>holds
 * <tr><td>{@code key}<td>term, binary doc value<td>the {@link SortableBytes#key key}: replaced by,
 *     paged through in order, and compared when scores are equal
 * <tr><td>{@code id}<td>term<td>the id, only on records with a partition; others are found by key
 * <tr><td>{@code vector}<td>vector<td>what the graph links: see {@link VectorField}
 * <tr><td>{@code raw}<td>binary doc value<td>the vector as given, where {@code vector} is not
 * <tr><td>{@code payload}<td>binary doc value<td>key, text and metadata, exactly as given
 * <tr><td>{@code bare}<td>term<td>marks a record without a segment, which no predicate matches
 * <tr><td>{@code text}<td>terms with their numbers<td>the words of the text: see {@link TextField}
 * <tr><td>{@code present}<td>terms<td>names of the metadata fields below that the record has
 * <tr><td>{@code s:}key<td>term<td>a string, or the beginning and a hash of a long one
 * <tr><td>{@code n:}key<td>point<td>a number of any type, by value
 * <tr><td>{@code u:}key<td>term<td>a UUID
 * </table>
 *
 * <p>A metadata key may hold a string in one record and a number in the next, which Lucene would
 * refuse within one field: hence a field for each pair of key and kind. Terms and points are in the
 * order of {@link SortableBytes}, so that ranges over them are exact; only a string too long for a
 * term is looked at again, in the payload.
 *
 * <p>The payload is a doc value and no stored field, because stored fields are compressed in blocks
 * of many documents: ten of them cost seven times as much to read.
 */
final class Documents {
  private static final FieldType KEY = new FieldType();

  static {
    KEY.setIndexOptions(IndexOptions.DOCS);
    KEY.setOmitNorms(true);
    KEY.setTokenized(false);
    KEY.setDocValuesType(DocValuesType.BINARY);
    KEY.freeze();
  }

  private final Similarity similarity;
  private final boolean indexesText;

  Documents(Similarity similarity, AnalysisKind analysis) {
    this.similarity = similarity;
    this.indexesText = analysis != AnalysisKind.NONE;
  }

  /** The term under which a record replaces an earlier one. */
  static Term replaces(StoredRecord record) {
    return new Term(FieldName.KEY, SortableBytes.key(record.key()));
  }

  /** The key of a record with this id and no partition. */
  static BytesRef bareKey(String id) {
    return SortableBytes.key(RecordKey.of(id));
  }

  /** What records with this id and a partition share. */
  static BytesRef id(String id) {
    return new BytesRef(SortableBytes.string(id));
  }

  List<IndexableField> document(StoredRecord record) {
    var fields = new ArrayList<IndexableField>(8 + 2 * record.metadata().size());
    fields.add(new Field(FieldName.KEY, SortableBytes.key(record.key()), KEY));
    if (record.key().partition() != null) {
      fields.add(term(FieldName.ID, id(record.key().id())));
    }
    fields.add(VectorField.field(VectorField.indexed(record.vector(), similarity), similarity));
    if (!VectorField.isIndexedAsGiven(record.vector(), similarity)) {
      fields.add(
          new BinaryDocValuesField(FieldName.RAW_VECTOR, VectorField.bytes(record.vector())));
    }
    byte[] payload = PayloadCodec.encode(record);
    fields.add(new BinaryDocValuesField(FieldName.PAYLOAD, new BytesRef(payload)));
    if (!record.hasSegment()) {
      fields.add(term(FieldName.BARE, FieldName.YES));
    }
    String text = record.text();
    if (text != null && indexesText) {
      fields.add(TextField.field(text));
    }
    record.metadata().forEach((key, value) -> add(key, value, fields));
    return fields;
  }

  private static void add(String key, Value value, List<IndexableField> fields) {
    IndexableField field =
        switch (value) {
          case Value.Text(var text) -> term(FieldName.ofString(key), SortableBytes.term(text));
          case Value.Uuid(var uuid) -> term(FieldName.ofUuid(key), SortableBytes.uuid(uuid));
          case Value.Num number ->
              new BinaryPoint(FieldName.ofNumber(key), SortableBytes.number(number));
        };
    fields.add(field);
    fields.add(term(FieldName.PRESENT, FieldName.mark(field.name())));
    if (value instanceof Value.Text(var text) && SortableBytes.wholeTerm(text) == null) {
      fields.add(term(FieldName.PRESENT, FieldName.mark(FieldName.ofLongString(key))));
    }
  }

  private static StringField term(String field, BytesRef value) {
    return new StringField(field, value, Field.Store.NO);
  }
}
