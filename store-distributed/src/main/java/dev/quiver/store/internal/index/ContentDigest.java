package dev.quiver.store.internal.index;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The sum of one hash per record, taken over the record and not over the bytes it is kept in: equal
 * content has equal digests, whatever segments it lies in.
 */
final class ContentDigest {
  private ContentDigest() {}

  static long of(DirectoryReader reader) throws IOException {
    HashStream64 stream = Hashing.xxh3_64().hashStream();
    long digest = Hashing.xxh3_64().hashLongToLong(reader.numDocs());
    for (LeafReaderContext leaf : reader.leaves()) {
      Bits live = leaf.reader().getLiveDocs();
      var records = new LeafRecords(leaf.reader());
      for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
        if (live == null || live.get(doc)) {
          digest += hash(records.read(doc), stream.reset());
        }
      }
    }
    return digest;
  }

  private static long hash(StoredRecord record, HashStream64 stream) {
    stream.putString(record.key().id());
    putOptional(record.key().partition(), stream);
    putOptional(record.text(), stream);
    for (float component : record.vector()) {
      stream.putInt(Float.floatToRawIntBits(component));
    }
    record
        .metadata()
        .forEach(
            (key, value) -> {
              stream.putString(key);
              put(value, stream);
            });
    return stream.putInt(record.metadata().size()).putInt(record.vector().length).getAsLong();
  }

  private static void putOptional(@Nullable String text, HashStream64 stream) {
    stream.putBoolean(text != null);
    if (text != null) {
      stream.putString(text);
    }
  }

  private static void put(Value value, HashStream64 stream) {
    switch (value) {
      case Value.Text(var text) -> stream.putByte((byte) 's').putString(text);
      case Value.Uuid(var uuid) -> stream.putByte((byte) 'u').putUUID(uuid);
      case Value.Num(Integer number) -> stream.putByte((byte) 'i').putInt(number);
      case Value.Num(Long number) -> stream.putByte((byte) 'l').putLong(number);
      case Value.Num(Float number) ->
          stream.putByte((byte) 'f').putInt(Float.floatToRawIntBits(number));
      case Value.Num(Number number) ->
          stream.putByte((byte) 'd').putLong(Double.doubleToRawLongBits(number.doubleValue()));
    }
  }
}
