package dev.quiver.store.internal.cache;

import java.net.URI;
import java.time.Duration;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Where answers are kept.
 *
 * @param memoryBytes what they may take in memory; 0: they are not kept there
 * @param redis null: they are not kept there
 */
public record CacheSettings(long memoryBytes, @Nullable Redis redis) {

  /**
   * A Redis server.
   *
   * @param namespace what all its keys begin with
   * @param timeout of a look-up, connecting included
   * @param secret of those who may write answers; null: whoever can write to Redis can
   */
  public record Redis(URI uri, String namespace, Duration timeout, @Nullable SecretKey secret) {}
}
