package dev.quiver.benchmarks.store;

import dev.langchain4j.data.segment.TextSegment;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Documents with the fields the store's have: key, vector, payload, metadata and its names. */
final class RawDocuments {
  static final String KEY = "key";
  static final String VECTOR = "vector";

  private static final String HUNDREDTH = "n:" + Share.KEY;
  private static final int NUMBER_BYTES = 12;
  private static final FieldType KEY_TYPE = new FieldType();

  static {
    KEY_TYPE.setIndexOptions(IndexOptions.DOCS);
    KEY_TYPE.setOmitNorms(true);
    KEY_TYPE.setTokenized(false);
    KEY_TYPE.setDocValuesType(DocValuesType.BINARY);
    KEY_TYPE.freeze();
  }

  private RawDocuments() {}

  static List<IndexableField> document(Dataset.Batch batch, int i) throws IOException {
    String id = batch.ids().get(i);
    TextSegment segment = batch.segments().get(i);
    String source = Objects.requireNonNull(segment.metadata().getString("source"));
    int number = Objects.requireNonNull(segment.metadata().getInteger("number"));
    int hundredth = Objects.requireNonNull(segment.metadata().getInteger(Share.KEY));
    return List.of(
        new Field(KEY, new BytesRef(id), KEY_TYPE),
        new KnnFloatVectorField(
            VECTOR,
            batch.embeddings().get(i).vector().clone(),
            VectorSimilarityFunction.DOT_PRODUCT),
        new BinaryDocValuesField("payload", payload(id, segment.text(), source, number, hundredth)),
        new StringField("s:source", source, Field.Store.NO),
        new BinaryPoint("n:number", point(number)),
        new BinaryPoint(HUNDREDTH, point(hundredth)),
        new StringField("present", "s:source", Field.Store.NO),
        new StringField("present", "n:number", Field.Store.NO),
        new StringField("present", HUNDREDTH, Field.Store.NO));
  }

  /** The documents of this share; null where all are. */
  static @Nullable Query query(Share share) {
    return share.isAll()
        ? null
        : BinaryPoint.newRangeQuery(HUNDREDTH, point(0), point(share.percent() - 1));
  }

  private static BytesRef payload(String id, String text, String source, int... numbers)
      throws IOException {
    var bytes = new ByteArrayOutputStream(64 + text.length());
    var out = new DataOutputStream(bytes);
    for (String part : List.of(id, text, "source", source, "number", Share.KEY)) {
      byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
    for (int number : numbers) {
      out.writeInt(number);
    }
    return new BytesRef(bytes.toByteArray());
  }

  private static byte[] point(int number) {
    return ByteBuffer.allocate(NUMBER_BYTES).putDouble(number).array();
  }
}
