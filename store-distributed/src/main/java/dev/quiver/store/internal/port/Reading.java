package dev.quiver.store.internal.port;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a node about some of its shards. A closed set of values, so that a request
 * can travel.
 *
 * @param <T> the answer
 */
public sealed interface Reading<T> {

  /**
   * Has it answered. Runs on one of the node's workers; what was found can be read until the answer
   * is closed.
   */
  T from(Source shards) throws IOException;

  /** The shards that were asked, at the positions that were asked for, as their node reads them. */
  interface Source {
    List<Found> search(ShardQuery query) throws IOException;

    List<Found> search(TextQuery query) throws IOException;

    TermStatistics statistics(String text) throws IOException;

    <T> List<T> all(List<All.Part<T>> parts) throws IOException;

    List<StoredRecord> get(List<String> ids, @Nullable Predicate where) throws IOException;

    long count(@Nullable Predicate where) throws IOException;

    List<StoredRecord> page(@Nullable RecordKey after, int limit, @Nullable Predicate where)
        throws IOException;
  }

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
    return !(this instanceof Get || this instanceof Count || this instanceof Page);
  }

  /** The best hits of these shards together, best first. */
  record Search(ShardQuery query, Wanted wanted) implements Reading<List<Found>> {
    @Override
    public List<Found> from(Source shards) throws IOException {
      return shards.search(query);
    }
  }

  /** The best hits of these shards together by words, best first. */
  record TextSearch(TextQuery query, Wanted wanted) implements Reading<List<Found>> {
    @Override
    public List<Found> from(Source shards) throws IOException {
      return shards.search(query);
    }
  }

  /** How common the words of a text are in these shards. */
  record Statistics(String text) implements Reading<TermStatistics> {
    @Override
    public TermStatistics from(Source shards) throws IOException {
      return shards.statistics(text);
    }
  }

  /** Many together, answered in their order. */
  record All<T>(List<Part<T>> parts) implements Reading<List<T>> {

    /**
     * One of many.
     *
     * @param homes the shards it is for; a node that has none of them answers it from no shard
     */
    public record Part<T>(Reading<T> reading, Set<ShardId> homes) {}

    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public List<T> from(Source shards) throws IOException {
      return shards.all(parts);
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
    public List<StoredRecord> from(Source shards) throws IOException {
      return shards.get(ids, where);
    }
  }

  /** How many records match. */
  record Count(@Nullable Predicate where) implements Reading<Long> {
    @Override
    public Long from(Source shards) throws IOException {
      return shards.count(where);
    }
  }

  /** The next records of each shard after a key, in the order of their keys. */
  record Page(@Nullable RecordKey after, int limit, @Nullable Predicate where)
      implements Reading<List<StoredRecord>> {
    @Override
    public List<StoredRecord> from(Source shards) throws IOException {
      return shards.page(after, limit, where);
    }
  }
}
