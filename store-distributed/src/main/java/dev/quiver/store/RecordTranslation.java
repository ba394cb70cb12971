package dev.quiver.store;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.store.internal.index.RecordLimits;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.Partition;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Between LangChain4j's embeddings and segments and the store's records. What comes in is checked
 * and copied, what goes out is a copy, so nobody's later change to an array shows.
 *
 * @param partitionKey the metadata key that every record must have; null where none is asked
 */
record RecordTranslation(Similarity similarity, @Nullable String partitionKey) {
  private static final double UNIT_TOLERANCE = 0.001;

  /** The vector is given away. */
  StoredRecord record(String id, float[] vector, @Nullable TextSegment segment) {
    Map<String, Value> metadata = segment == null ? Map.of() : values(segment.metadata());
    RecordKey key = new RecordKey(partition(partitionKey, id, metadata), id);
    StoredRecord made =
        segment == null
            ? StoredRecord.bare(key, vector)
            : StoredRecord.with(key, vector, segment.text(), metadata);
    RecordLimits.check(made, similarity);
    return made;
  }

  static Map<String, Value> values(Metadata metadata) {
    var values = new HashMap<String, Value>();
    metadata.toMap().forEach((key, value) -> values.put(key, Value.of(value)));
    return values;
  }

  /** Which partition a record belongs to; null where there is no partition key. */
  static @Nullable String partition(
      @Nullable String partitionKey, String id, Map<String, Value> metadata) {
    if (partitionKey == null) {
      return null;
    }
    Value value = metadata.get(partitionKey);
    if (value == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "metadata of \"%s\" must have the partition key \"%s\", but has %s",
              id,
              partitionKey,
              metadata.keySet()));
    }
    return Partition.nameOf(value);
  }

  /** A copy, of a record's vector or a query. */
  float[] vector(String name, Embedding embedding) {
    float[] vector = embedding.vector().clone();
    RecordLimits.checkVector(name, vector, similarity);
    checkLength(name, vector);
    return vector;
  }

  private void checkLength(String what, float[] vector) {
    if (similarity != Similarity.DOT_PRODUCT) {
      return;
    }
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    double length = Math.sqrt(squares);
    if (Math.abs(length - 1) > UNIT_TOLERANCE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must have length 1 (within %s) under DOT_PRODUCT, but has %s",
              what,
              UNIT_TOLERANCE,
              length));
    }
  }

  /** A record that was asked for, not searched. */
  static EmbeddingMatch<TextSegment> match(double score, StoredRecord found) {
    return new EmbeddingMatch<>(
        score, found.key().id(), Embedding.from(found.vector().clone()), segment(found));
  }

  static EmbeddingMatch<TextSegment> match(Hit hit) {
    StoredRecord found = hit.record();
    return new QuiverMatch(
        hit.score(),
        found.key().id(),
        Embedding.from(found.vector().clone()),
        segment(found),
        new QuiverMatch.Parts(hit.similarity(), hit.wordScore()));
  }

  @SuppressWarnings("NullAway") // LangChain4j's matches hold null where there is no segment
  static TextSegment segment(StoredRecord found) {
    String text = found.text();
    if (text == null) {
      return null;
    }
    var metadata = new Metadata();
    found.metadata().forEach((key, value) -> put(metadata, key, value));
    return TextSegment.from(text, metadata);
  }

  /** One by one, because metadata made from a map are a second map. */
  private static void put(Metadata metadata, String key, Value value) {
    switch (value.toObject()) {
      case String text -> metadata.put(key, text);
      case UUID uuid -> metadata.put(key, uuid);
      case Integer number -> metadata.put(key, number);
      case Long number -> metadata.put(key, number);
      case Float number -> metadata.put(key, number);
      case Double number -> metadata.put(key, number);
      case Object other ->
          throw new IllegalArgumentException(
              "metadata value must be a String, UUID or number, but was a " + other.getClass());
    }
  }
}
