package dev.quiver.store.internal.model;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a record: its id and, in a collection with a partition key, the partition it
 * belongs to.
 *
 * @param partition canonical text of the partition value, null in a collection without
 */
public record RecordKey(@Nullable String partition, String id) implements Comparable<RecordKey> {
  private static final Comparator<RecordKey> ORDER =
      Comparator.comparing(RecordKey::id)
          .thenComparing(RecordKey::partition, Comparator.nullsFirst(Comparator.naturalOrder()));

  public static RecordKey of(String id) {
    return new RecordKey(null, id);
  }

  /** By id in UTF-16 order, then partition. */
  @Override
  public int compareTo(RecordKey other) {
    return ORDER.compare(this, other);
  }
}
