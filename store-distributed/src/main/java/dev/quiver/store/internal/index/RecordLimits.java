package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import dev.quiver.store.internal.wire.CommandCodec;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * What an index can take. To be asked before a command is appended to a log: what has been appended
 * must be applied, so the index refuses nothing that passes here.
 */
public final class RecordLimits {
  public static final int MAX_DIMENSION = 4096;
  public static final int MAX_ID_BYTES = 512;
  public static final int MAX_PARTITION_BYTES = 8192;
  public static final int MAX_METADATA_ENTRIES = 1024;
  public static final int MAX_METADATA_KEY_BYTES = 1024;

  /** Everything together, as it stands in a command: one command must hold at least one record. */
  public static final int MAX_RECORD_BYTES = (4 << 20) - (64 << 10);

  /** In one predicate; each list of values counts as one. */
  public static final int MAX_CONDITIONS = 500;

  private RecordLimits() {}

  /**
   * Checks a record that is to be put.
   *
   * @throws IllegalArgumentException if the index could not take it
   */
  public static void check(StoredRecord record, Similarity similarity) {
    checkKey(record.key());
    checkVector("vector of \"" + record.key().id() + "\"", record.vector(), similarity);
    checkSegment(record);
  }

  /**
   * Checks a predicate that is to be searched or deleted by.
   *
   * @throws IllegalArgumentException if the index could not evaluate it
   */
  public static void check(Predicate where) {
    int conditions = conditions(where);
    if (conditions > MAX_CONDITIONS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "filter must have at most %d conditions, but had %d",
              MAX_CONDITIONS,
              conditions));
    }
  }

  private static void checkKey(RecordKey key) {
    atMost("id", MAX_ID_BYTES, utf8Length(key.id()), "bytes");
    if (key.partition() != null) {
      atMost("partition value", MAX_PARTITION_BYTES, utf8Length(key.partition()), "bytes");
    }
  }

  /**
   * Checks a vector that is to be stored or searched by.
   *
   * @param name what the vector is, for the message
   */
  public static void checkVector(String name, float[] vector, Similarity similarity) {
    if (vector.length < 1 || vector.length > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must have between 1 and %d components, but had %d",
              name,
              MAX_DIMENSION,
              vector.length));
    }
    boolean zero = true;
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s must have finite components, but component %d was %s",
                name,
                i,
                vector[i]));
      }
      zero &= vector[i] == 0;
    }
    if (zero && similarity != Similarity.EUCLIDEAN) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must not be zero under %s, but was", name, similarity));
    }
  }

  private static void checkSegment(StoredRecord record) {
    Map<String, Value> metadata = record.metadata();
    atMost("metadata", MAX_METADATA_ENTRIES, metadata.size(), "entries");
    for (String key : metadata.keySet()) {
      atMost("metadata key", MAX_METADATA_KEY_BYTES, utf8Length(key), "bytes");
    }
    atMost(
        "vector, text and metadata of \"" + record.key().id() + "\"",
        MAX_RECORD_BYTES,
        CommandCodec.sizeOf(record),
        "bytes");
  }

  private static int conditions(Predicate where) {
    return switch (where) {
      case Predicate.And(var left, var right) -> conditions(left) + conditions(right);
      case Predicate.Or(var left, var right) -> conditions(left) + conditions(right);
      case Predicate.Not(var operand) -> conditions(operand);
      default -> 1;
    };
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void atMost(String name, long limit, long actual, String unit) {
    if (actual > limit) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s must have at most %d %s, but had %d", name, limit, unit, actual));
    }
  }
}
