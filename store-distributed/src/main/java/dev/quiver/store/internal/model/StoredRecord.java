package dev.quiver.store.internal.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record: key, vector, and a segment (text with metadata) or none. Vectors are shared, not
 * copied: whoever makes a record gives the array away, whoever reads one leaves it as it is.
 */
public final class StoredRecord {
  private final RecordKey key;
  private final float[] vector;
  private final @Nullable String text;
  private final SortedMap<String, Value> metadata;

  private StoredRecord(
      RecordKey key, float[] vector, @Nullable String text, Map<String, Value> metadata) {
    this.key = key;
    this.vector = vector;
    this.text = text;
    this.metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  public static StoredRecord bare(RecordKey key, float[] vector) {
    return new StoredRecord(key, vector, null, Map.of());
  }

  public static StoredRecord with(
      RecordKey key, float[] vector, String text, Map<String, Value> metadata) {
    return new StoredRecord(key, vector, text, metadata);
  }

  public RecordKey key() {
    return key;
  }

  public float[] vector() {
    return vector;
  }

  public boolean hasSegment() {
    return text != null;
  }

  /** The segment's text, null where there is no segment. */
  public @Nullable String text() {
    return text;
  }

  public SortedMap<String, Value> metadata() {
    return metadata;
  }

  /** A record without a segment matches no predicate; every record matches none asked. */
  public boolean matches(@Nullable Predicate predicate) {
    return predicate == null || (hasSegment() && predicate.matches(metadata));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredRecord that
        && key.equals(that.key)
        && Arrays.equals(vector, that.vector)
        && Objects.equals(text, that.text)
        && metadata.equals(that.metadata);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(vector);
  }

  @Override
  public String toString() {
    return "StoredRecord[" + key + ", dimension=" + vector.length + ", metadata=" + metadata + "]";
  }
}
