package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

  /** Of two equal ids the last one counts, so that it counts in every store. */
  static Command.Put put(
      List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    requireEqual("ids", ids.size(), "embeddings", embeddings.size());
    if (segments != null) {
      requireEqual("embeddings", embeddings.size(), "embedded", segments.size());
    }
    Map<String, StoredRecord> records = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = Check.notBlank("id " + i, ids.get(i));
      Embedding embedding = Check.present("embedding " + i, embeddings.get(i));
      records.put(
          id, record(id, embedding.vector().clone(), segments == null ? null : segments.get(i)));
    }
    return new Command.Put(List.copyOf(records.values()));
  }

  private static StoredRecord record(String id, float[] vector, @Nullable TextSegment segment) {
    RecordKey key = RecordKey.of(id);
    if (segment == null) {
      return StoredRecord.bare(key, vector);
    }
    var metadata = new HashMap<String, Value>();
    segment.metadata().toMap().forEach((name, value) -> metadata.put(name, Value.of(value)));
    return StoredRecord.with(key, vector, segment.text(), metadata);
  }

  static Command.DeleteIds delete(Collection<String> ids) {
    var checked = new ArrayList<String>(ids.size());
    for (String id : ids) {
      checked.add(Check.notBlank("id " + checked.size(), id));
    }
    return new Command.DeleteIds(checked, null);
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
