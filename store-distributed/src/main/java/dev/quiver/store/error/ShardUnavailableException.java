package dev.quiver.store.error;

import dev.quiver.core.cluster.ShardId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Some shards could not answer, so the whole answer is withheld. */
public final class ShardUnavailableException extends QuiverException {
  private static final long serialVersionUID = 1;
  private final transient List<ShardId> shards;
  private final int asked;

  public ShardUnavailableException(
      Collection<ShardId> shards, int asked, @Nullable Throwable cause) {
    super(
        String.format(
            Locale.ROOT,
            "%s of %d asked cannot answer%s; start their nodes, or allow partial answers",
            new TreeSet<>(shards),
            asked,
            cause == null ? ": no replica is up" : ": " + cause.getMessage()),
        cause);
    this.shards = List.copyOf(new TreeSet<>(shards));
    this.asked = asked;
  }

  /** The shards that did not answer. */
  public List<ShardId> shards() {
    return shards == null ? List.of() : shards;
  }

  /** How many shards were asked. */
  public int asked() {
    return asked;
  }
}
