package dev.quiver.store.internal.shard;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.index.Found;
import dev.quiver.store.internal.index.ShardReader;
import dev.quiver.store.internal.index.ShardSearcher;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import dev.quiver.store.internal.model.ValueKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a node about some of its shards. A closed set of values, so that a request
 * can travel; each knows how it is answered from readers that are at the right position.
 *
 * @param <T> the answer
 */
public sealed interface Reading<T> {

  /** Runs on one of the node's workers; the readers stay open until the answer is closed. */
  T answer(SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher) throws IOException;

  /** What it is made of: the time it takes is judged by that of others of its kind. */
  default Set<Class<?>> kind() {
    return Set.of(getClass());
  }

  /** How many requests of its kind it stands for, when the time it takes is judged. */
  default int size() {
    return 1;
  }

  /** Whether it looks at the deadline as it goes, and so may run on the thread that asks. */
  default boolean endsInTime() {
    return !(this instanceof Get
        || this instanceof Count
        || this instanceof Page
        || this instanceof Kinds);
  }

  /** The best hits of these shards together, best first. */
  record Search(ShardQuery query) implements Reading<List<Found>> {
    @Override
    public List<Found> answer(SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher)
        throws IOException {
      return searcher.search(List.copyOf(readers.values()), query);
    }
  }

  /** The best hits of these shards together by words, best first. */
  record TextSearch(TextQuery query) implements Reading<List<Found>> {
    @Override
    public List<Found> answer(SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher)
        throws IOException {
      return searcher.search(List.copyOf(readers.values()), query);
    }
  }

  /** How common the words of a text are in these shards. */
  record Statistics(String text) implements Reading<TermStatistics> {
    @Override
    public TermStatistics answer(SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher)
        throws IOException {
      return searcher.statistics(List.copyOf(readers.values()), text);
    }
  }

  /** Many together, answered in their order. */
  record All<T>(List<Part<T>> parts) implements Reading<List<T>> {

    /**
     * One of many.
     *
     * @param homes the shards it is for; a node that has none of them answers it from no readers
     */
    public record Part<T>(Reading<T> reading, Set<ShardId> homes) {
      private T answer(SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher)
          throws IOException {
        SortedMap<ShardId, ShardReader> there = new TreeMap<>(readers);
        there.keySet().retainAll(homes);
        return reading.answer(there, searcher);
      }
    }

    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public List<T> answer(SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher)
        throws IOException {
      var tasks = new ArrayList<ShardSearcher.Task<T>>(parts.size());
      parts.forEach(part -> tasks.add(() -> part.answer(readers, searcher)));
      return searcher.all(tasks);
    }

    @Override
    public Set<Class<?>> kind() {
      var kinds = new HashSet<Class<?>>(Set.of(All.class));
      parts.forEach(part -> kinds.addAll(part.reading.kind()));
      return kinds;
    }

    @Override
    public int size() {
      return parts.size();
    }

    @Override
    public boolean endsInTime() {
      return parts.stream().allMatch(part -> part.reading.endsInTime());
    }
  }

  /** The records with these ids that match, in any order. */
  record Get(List<String> ids, @Nullable Predicate where) implements Reading<List<StoredRecord>> {
    @Override
    public List<StoredRecord> answer(
        SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher) throws IOException {
      var records = new ArrayList<StoredRecord>();
      for (ShardReader reader : readers.values()) {
        records.addAll(reader.get(ids, where));
      }
      return records;
    }
  }

  /** How many records match. */
  record Count(@Nullable Predicate where) implements Reading<Long> {
    @Override
    public Long answer(SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher)
        throws IOException {
      long rows = 0;
      for (ShardReader reader : readers.values()) {
        rows += reader.count(where);
      }
      return rows;
    }
  }

  /** The next records of each shard after a key, in the order of their keys. */
  record Page(@Nullable RecordKey after, int limit, @Nullable Predicate where)
      implements Reading<List<StoredRecord>> {
    @Override
    public List<StoredRecord> answer(
        SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher) throws IOException {
      var merged = new TreeMap<RecordKey, StoredRecord>();
      for (ShardReader reader : readers.values()) {
        for (StoredRecord next : reader.page(after, limit, where)) {
          merged.put(next.key(), next);
        }
      }
      return merged.values().stream().limit(limit).toList();
    }
  }

  /** Of which kinds there are values under these keys; a key without any is left out. */
  record Kinds(Set<String> keys) implements Reading<Map<String, Set<ValueKind>>> {
    public Kinds {
      keys = Set.copyOf(keys);
    }

    @Override
    public Map<String, Set<ValueKind>> answer(
        SortedMap<ShardId, ShardReader> readers, ShardSearcher searcher) throws IOException {
      var found = new HashMap<String, Set<ValueKind>>();
      for (ShardReader reader : readers.values()) {
        for (String key : keys) {
          for (ValueKind kind : reader.kinds(key)) {
            found.computeIfAbsent(key, any -> EnumSet.noneOf(ValueKind.class)).add(kind);
          }
        }
      }
      return found;
    }
  }
}
