package dev.quiver.store;

import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.model.Partition;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.search.KindCheck;
import dev.quiver.store.internal.search.ReadTerms;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a store demands of filters, before a call and after it. Any thread. */
record FilterChecks(CollectionHandle handle, StoreSettings settings, KindCheck kinds) {
  /** A write waits no longer than this for what is only worth a warning. */
  private static final Duration WARNING_PATIENCE = Duration.ofSeconds(1);

  FilterChecks(CollectionHandle handle, StoreSettings settings) {
    this(handle, settings, new KindCheck(handle.settings().name()));
  }

  /** The same, for calls that have so much time at most. */
  FilterChecks within(Duration patience) {
    return new FilterChecks(handle, settings.within(patience), kinds);
  }

  /** What a filter says, if a call may have it. */
  @Nullable Predicate translated(@Nullable Filter filter, String call) {
    Predicate predicate = Filters.translateOrNull(filter);
    String required = settings.requireFilterOn();
    if (required != null && !Partition.fixes(predicate, required)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "filter of %s must fix \"%s\" by IsEqualTo or IsIn, but %s",
              call,
              required,
              filter == null ? "there was none" : "was " + filter));
    }
    return predicate;
  }

  /** The same for a call that is not a search: what it compares with is looked at before. */
  @Nullable Predicate checked(@Nullable Filter filter, String call) {
    Predicate where = translated(filter, call);
    var terms = new StoreTerms(handle, settings);
    if (settings.strictFilters()) {
      require(where, terms.now());
    } else if (where != null) {
      Duration patience = settings.within(WARNING_PATIENCE).searchTimeout();
      kinds.warn(
          handle.searches(), where, terms.of(SearchOptions.defaults().withTimeout(patience)));
    }
    return where;
  }

  /** Before a search, in a strict store. */
  void require(@Nullable Predicate where, ReadTerms terms) {
    if (settings.strictFilters()) {
      kinds.require(handle.searches(), where, terms);
    }
  }

  /** After a search that all shards have answered: the answer must not wait for it. */
  void warn(@Nullable Predicate where, ReadTerms terms) {
    if (!settings.strictFilters()) {
      kinds.warn(handle.searches(), where, terms);
    }
  }

  /** What is odd about a filter. */
  List<String> notes(@Nullable Predicate where, ReadTerms terms) {
    return kinds.complaints(handle.searches(), where, terms);
  }
}
