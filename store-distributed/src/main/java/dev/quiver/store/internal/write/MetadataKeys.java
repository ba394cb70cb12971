package dev.quiver.store.internal.write;

import dev.quiver.store.internal.model.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The metadata keys of a collection, and a limit for how many there may be: each is a field of the
 * indexes for as long as they live, whatever becomes of the records that had it.
 *
 * <p>Which keys there are is known from the indexes, and asked anew whenever a call brings a key
 * that was not seen before; such calls are as few as there may be keys. Calls here that are under
 * way count as well, so writers of this JVM never pass the limit. Writers of several JVMs may pass
 * it by the new keys of calls that are under way in the others at that moment. Any thread.
 */
public final class MetadataKeys {
  private final Supplier<Set<String>> inIndexes;
  private final Set<Claim> claims = new HashSet<>();
  private volatile Set<String> known = Set.of();

  /**
   * @param inIndexes asks the indexes
   */
  public MetadataKeys(Supplier<Set<String>> inIndexes) {
    this.inIndexes = inIndexes;
  }

  /** New keys of a call that is under way. */
  public final class Claim implements AutoCloseable {
    private final List<String> keys;

    private Claim(Collection<String> keys) {
      this.keys = List.copyOf(keys);
    }

    /** The call is over: what became of its keys the indexes know. */
    @Override
    public void close() {
      synchronized (MetadataKeys.this) {
        claims.remove(this);
      }
    }
  }

  /**
   * Claims the keys of these records; to be closed when they are written, or not.
   *
   * @throws IllegalArgumentException if the collection would have too many
   */
  public Claim claim(List<StoredRecord> records, int limit) {
    Map<String, String> firstIds = unknownIn(records);
    return firstIds.isEmpty() ? new Claim(List.of()) : claimNew(firstIds, limit);
  }

  /** Keys that were not seen yet, each with the id of the first record that has it. */
  private Map<String, String> unknownIn(List<StoredRecord> records) {
    Set<String> seen = known;
    var firstIds = new LinkedHashMap<String, String>();
    for (StoredRecord record : records) {
      for (String key : record.metadata().keySet()) {
        if (!seen.contains(key)) {
          firstIds.putIfAbsent(key, record.key().id());
        }
      }
    }
    return firstIds;
  }

  private synchronized Claim claimNew(Map<String, String> firstIds, int limit) {
    Set<String> all = ConcurrentHashMap.newKeySet();
    all.addAll(inIndexes.get());
    claims.forEach(claim -> all.addAll(claim.keys));
    known = all;
    var added = new ArrayList<String>();
    for (Map.Entry<String, String> key : firstIds.entrySet()) {
      if (all.contains(key.getKey())) {
        continue;
      }
      if (all.size() + added.size() >= limit) {
        throw tooMany(key.getKey(), key.getValue(), limit, all.size() + added.size() + 1);
      }
      added.add(key.getKey());
    }
    all.addAll(added);
    var claim = new Claim(added);
    claims.add(claim);
    return claim;
  }

  private static IllegalArgumentException tooMany(String key, String id, int limit, int number) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "distinct metadata keys of a collection must be at most %d (metadataKeyLimit), but key"
                + " \"%s\" of \"%s\" would be number %d",
            limit,
            key,
            id,
            number));
  }
}
