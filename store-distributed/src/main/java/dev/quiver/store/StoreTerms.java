package dev.quiver.store;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.search.ReadTerms;
import dev.quiver.store.internal.shard.Deadline;
import dev.quiver.store.internal.shard.Freshness;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Under which terms a store reads: as its settings say, where a call's options say nothing. */
record StoreTerms(CollectionHandle handle, StoreSettings settings) {

  /** Of a call without options. The deadline runs from now on. */
  ReadTerms now() {
    return of(SearchOptions.defaults());
  }

  /** The deadline runs from now on. */
  ReadTerms of(SearchOptions options) {
    Duration timeout = options.timeout() == null ? settings.searchTimeout() : options.timeout();
    boolean partial =
        options.allowPartial() == null ? settings.allowPartial() : options.allowPartial();
    return new ReadTerms(freshness(options), Deadline.after(timeout), partial);
  }

  private Freshness freshness(SearchOptions options) {
    Consistency wanted =
        options.consistency() == null ? settings.consistency() : options.consistency();
    return switch (wanted) {
      case Consistency.Strong() -> new Freshness.Strong();
      case Consistency.Bounded(var lag) -> new Freshness.Bounded(lag);
      case Consistency.Eventual() -> new Freshness.Eventual();
      case Consistency.Session() -> new Freshness.Session(positions(options.session()));
    };
  }

  private List<Position> positions(@Nullable SessionToken session) {
    if (session == null) {
      return handle.acknowledged();
    }
    if (!session.incarnation().equals(handle.settings().incarnation())
        || session.positions().size() != handle.settings().shards()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "session must be one of collection %s in incarnation %s, but was %s",
              handle.settings().name(),
              handle.settings().incarnation(),
              session));
    }
    return session.positions();
  }
}
