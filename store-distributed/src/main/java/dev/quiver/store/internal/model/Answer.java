package dev.quiver.store.internal.model;

import java.util.List;
import java.util.Map;

/**
 * The hits of a search, kept for later.
 *
 * @param expiresAtMillis since 1970; from then on it is not an answer any more
 */
public record Answer(List<Hit> hits, long expiresAtMillis) {
  /** What the objects of an answer, a hit or a metadata entry take beside what is in them. */
  private static final int OBJECTS = 192;

  public Answer {
    hits = List.copyOf(hits);
  }

  public static Answer validFor(long millis, List<Hit> hits) {
    return new Answer(hits, System.currentTimeMillis() + millis);
  }

  /** What it takes in memory, about; texts as if no character fitted into a byte. */
  public long bytes() {
    long bytes = OBJECTS;
    for (Hit hit : hits) {
      StoredRecord record = hit.record();
      bytes += OBJECTS + (long) record.vector().length * Float.BYTES;
      bytes += size(record.key().id()) + (record.text() == null ? 0 : size(record.text()));
      for (Map.Entry<String, Value> entry : record.metadata().entrySet()) {
        bytes += OBJECTS + size(entry.getKey());
        bytes += entry.getValue() instanceof Value.Text(var text) ? size(text) : 0;
      }
    }
    return bytes;
  }

  private static long size(String text) {
    return (long) text.length() * Character.BYTES;
  }
}
