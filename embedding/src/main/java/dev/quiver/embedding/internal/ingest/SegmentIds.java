package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.embedding.internal.ledger.Hashing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Name-based UUIDs of segments, made of the source, the text and the metadata. Equal ids are equal
 * records, so a segment that is in the store already needs no work; a segment that occurs twice in
 * a document is told apart by a count.
 */
public final class SegmentIds {
  private static final UUID NAMESPACE = UUID.fromString("a7e8db5b-e66b-43ec-81d9-c8c56c6c79ac");

  private SegmentIds() {}

  static Map<UUID, TextSegment> of(String source, Iterable<TextSegment> segments) {
    Map<UUID, TextSegment> named = new LinkedHashMap<>();
    for (TextSegment segment : segments) {
      long occurrence = 0;
      UUID id = id(source, segment, occurrence);
      while (named.putIfAbsent(id, segment) != null) {
        id = id(source, segment, ++occurrence);
      }
    }
    return named;
  }

  private static UUID id(String source, TextSegment segment, long occurrence) {
    Hashing name = Hashing.sha1().add(NAMESPACE).add(source).add(segment.text());
    return add(name, segment.metadata()).number(occurrence).uuid();
  }

  /** Values with their types: the number 1 is not the string "1". */
  public static Hashing add(Hashing hashing, Metadata metadata) {
    new TreeMap<>(metadata.toMap())
        .forEach(
            (key, value) ->
                hashing.add(key).add(value.getClass().getSimpleName()).add(value.toString()));
    return hashing;
  }
}
