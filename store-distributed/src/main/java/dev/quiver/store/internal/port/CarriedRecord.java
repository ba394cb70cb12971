package dev.quiver.store.internal.port;

import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A record that was found elsewhere, with as much of it as was wanted. It holds no reader.
 *
 * @param vector null where only the key was wanted
 * @param record null where less was wanted
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
public record CarriedRecord(
    double score, RecordKey key, float @Nullable [] carriedVector, @Nullable StoredRecord record)
    implements Found {

  /** Reads of what was found what is wanted. */
  public static CarriedRecord of(Found found, Wanted wanted) throws IOException {
    return switch (wanted) {
      case KEY -> new CarriedRecord(found.score(), found.key(), null, null);
      case VECTOR -> new CarriedRecord(found.score(), found.key(), found.vector(), null);
      case RECORD -> whole(found.score(), found.load().record());
    };
  }

  public static CarriedRecord whole(double score, StoredRecord record) {
    return new CarriedRecord(score, record.key(), record.vector(), record);
  }

  @Override
  public float[] vector() {
    return required(carriedVector, "vector");
  }

  @Override
  public Hit load() {
    return new Hit(score, required(record, "record"));
  }

  private <T> T required(@Nullable T part, String name) {
    if (part == null) {
      throw new IllegalStateException(
          "the " + name + " of " + key + " must be wanted to be carried, but was not");
    }
    return part;
  }
}
