package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller hands to a {@link FailoverEmbeddingStore}, as commands that share nothing with it.
 * Only what no store could take is refused here; the rest is for the clusters to judge.
 */
final class FailoverRecords {
  private FailoverRecords() {}

  /**
   * Of two records that are the same one the last counts, so that it counts in every store.
   *
   * @param partitionKey the metadata key whose value is a part of a record's identity; null: none
   */
  static Command.Put put(
      @Nullable String partitionKey,
      List<String> ids,
      List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    requireEqual("ids", ids.size(), "embeddings", embeddings.size());
    if (segments != null) {
      requireEqual("embeddings", embeddings.size(), "embedded", segments.size());
    }
    Map<RecordKey, StoredRecord> records = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = Check.notBlank("id " + i, ids.get(i));
      Embedding embedding = Check.present("embedding " + i, embeddings.get(i));
      TextSegment segment = segments == null ? null : segments.get(i);
      StoredRecord record = record(partitionKey, id, embedding.vector().clone(), segment);
      records.put(record.key(), record);
    }
    return new Command.Put(List.copyOf(records.values()));
  }

  private static StoredRecord record(
      @Nullable String partitionKey, String id, float[] vector, @Nullable TextSegment segment) {
    Map<String, Value> metadata =
        segment == null ? Map.of() : RecordTranslation.values(segment.metadata());
    var key = new RecordKey(RecordTranslation.partition(partitionKey, id, metadata), id);
    return segment == null
        ? StoredRecord.bare(key, vector)
        : StoredRecord.with(key, vector, segment.text(), metadata);
  }

  /**
   * @param filter narrows the removal; null: the records with these ids in every partition
   */
  static Command.DeleteIds delete(Collection<String> ids, @Nullable Filter filter) {
    var checked = new ArrayList<String>(ids.size());
    for (String id : ids) {
      checked.add(Check.notBlank("id " + checked.size(), id));
    }
    return new Command.DeleteIds(checked, filter == null ? null : Filters.predicate(filter));
  }

  private static void requireEqual(String one, int size, String other, int otherSize) {
    if (size != otherSize) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s size (%d) is not equal to %s size (%d)",
              one,
              size,
              other,
              otherSize));
    }
  }
}
