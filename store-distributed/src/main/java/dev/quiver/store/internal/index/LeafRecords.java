package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.wire.PayloadCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one segment. What it opens for that is opened once, and again only to go
 * back to an earlier document. One thread at a time.
 */
final class LeafRecords {
  private final LeafReader leaf;
  private VectorField.@Nullable Reader vectors;
  private @Nullable BinaryDocValues payloads;
  private int last;

  LeafRecords(LeafReader leaf) {
    this.leaf = leaf;
  }

  boolean isOf(LeafReader other) {
    return leaf.equals(other);
  }

  StoredRecord read(int doc) throws IOException {
    if (vectors == null || payloads == null || doc < last) {
      vectors = new VectorField.Reader(leaf);
      payloads = DocValues.getBinary(leaf, FieldName.PAYLOAD);
    }
    last = doc;
    require(payloads.advanceExact(doc), "payload", doc, leaf);
    return decode(payloads.binaryValue(), vectors.read(doc).clone());
  }

  /** The vector alone, of any document. */
  float[] vector(int doc) throws IOException {
    return new VectorField.Reader(leaf).read(doc).clone();
  }

  static StoredRecord decode(BytesRef payload, float[] vector) {
    return PayloadCodec.decode(
        ByteBuffer.wrap(payload.bytes, payload.offset, payload.length), vector);
  }

  /** Keys alone, in ascending order of document. */
  static final class Keys {
    private final LeafReader leaf;
    private final BinaryDocValues keys;

    Keys(LeafReader leaf) throws IOException {
      this.leaf = leaf;
      this.keys = DocValues.getBinary(leaf, FieldName.KEY);
    }

    RecordKey read(int doc) throws IOException {
      require(keys.advanceExact(doc), "key", doc, leaf);
      return SortableBytes.readKey(keys.binaryValue());
    }
  }

  private static void require(boolean there, String what, int doc, LeafReader leaf)
      throws IOException {
    if (!there) {
      throw new IOException(
          "every record must have a " + what + ", but " + doc + " of " + leaf + " has none");
    }
  }
}
