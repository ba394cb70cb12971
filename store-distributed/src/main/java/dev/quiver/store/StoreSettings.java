package dev.quiver.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a store treats the calls made to it; what a single search may override.
 *
 * @param requireFilterOn the metadata key that every read and removal must fix; null: none
 * @param metadataKeyLimit how many distinct metadata keys the collection may get
 * @param strictFilters whether a filter is refused that compares with a value of another kind than
 *     all there are
 */
record StoreSettings(
    Consistency consistency,
    SearchMode searchMode,
    Duration searchTimeout,
    Duration writeTimeout,
    boolean allowPartial,
    @Nullable String requireFilterOn,
    int metadataKeyLimit,
    boolean strictFilters) {
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  static final int DEFAULT_METADATA_KEYS = 10_000;

  StoreSettings {
    Check.positive("searchTimeout", searchTimeout);
    Check.positive("writeTimeout", writeTimeout);
    if (requireFilterOn != null) {
      Check.notBlank("requireFilterOn", requireFilterOn);
    }
  }

  /** With no more time for a call than this, and than it has anyhow. */
  StoreSettings within(Duration patience) {
    return new StoreSettings(
        consistency,
        searchMode,
        shorter(searchTimeout, patience),
        shorter(writeTimeout, patience),
        allowPartial,
        requireFilterOn,
        metadataKeyLimit,
        strictFilters);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
