package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.index.ShardReader;
import dev.quiver.store.internal.index.ShardSearcher;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import dev.quiver.store.internal.port.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers readings from open readers of the node's shards. */
record ReaderSource(SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher)
    implements Reading.Source {

  @Override
  public List<Found> search(ShardQuery query) throws IOException {
    return searcher.search(List.copyOf(readers.values()), query);
  }

  @Override
  public List<Found> search(TextQuery query) throws IOException {
    return searcher.search(List.copyOf(readers.values()), query);
  }

  @Override
  public TermStatistics statistics(String text) throws IOException {
    return searcher.statistics(List.copyOf(readers.values()), text);
  }

  @Override
  public <T> List<T> all(List<Reading.All.Part<T>> parts) throws IOException {
    var tasks = new ArrayList<ShardSearcher.Task<T>>(parts.size());
    parts.forEach(part -> tasks.add(() -> part.reading().from(only(part))));
    return searcher.all(tasks);
  }

  private ReaderSource only(Reading.All.Part<?> part) {
    SortedMap<ShardId, ShardReader> there = new TreeMap<>(readers);
    there.keySet().retainAll(part.homes());
    return new ReaderSource(there, searcher);
  }

  @Override
  public List<StoredRecord> get(List<String> ids, @Nullable Predicate where) throws IOException {
    var records = new ArrayList<StoredRecord>();
    for (ShardReader reader : readers.values()) {
      records.addAll(reader.get(ids, where));
    }
    return records;
  }

  @Override
  public long count(@Nullable Predicate where) throws IOException {
    long rows = 0;
    for (ShardReader reader : readers.values()) {
      rows += reader.count(where);
    }
    return rows;
  }

  @Override
  public List<StoredRecord> page(@Nullable RecordKey after, int limit, @Nullable Predicate where)
      throws IOException {
    var merged = new TreeMap<RecordKey, StoredRecord>();
    for (ShardReader reader : readers.values()) {
      for (StoredRecord next : reader.page(after, limit, where)) {
        merged.put(next.key(), next);
      }
    }
    return merged.values().stream().limit(limit).toList();
  }
}
