package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.ValueKind;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A shard at one position, unchanged for as long as it is open. Any thread; all calls may block.
 */
public interface ShardReader extends Closeable {

  /** The last command this view includes. */
  Position position();

  /** All records, without looking at them. */
  long rows();

  /** How many records match; all of them when nothing is asked. */
  long count(@Nullable Predicate where) throws IOException;

  /** Of which kinds there are values under a metadata key. */
  Set<ValueKind> kinds(String key) throws IOException;

  /** The records with these ids, of every partition, that match if anything is asked. Any order. */
  List<StoredRecord> get(Collection<String> ids, @Nullable Predicate where) throws IOException;

  /** The next records that match, ordered by key, after the given one; fewer only at the end. */
  List<StoredRecord> page(@Nullable RecordKey after, int limit, @Nullable Predicate where)
      throws IOException;

  /** A fingerprint of the content, independent of how it came to be stored in files. */
  long digest() throws IOException;

  /** Another reader of the same view, while this one is open; each is closed by itself. */
  ShardReader share();

  @Override
  void close() throws IOException;
}
