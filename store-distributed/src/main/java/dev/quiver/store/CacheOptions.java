package dev.quiver.store;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Where the answers to searches are kept, and for how long: in this JVM's memory, in Redis, or in
 * memory with Redis behind it. Redis may be slow or gone at any time: searches then go on as if
 * there were none.
 *
 * <p>A Redis server that is there for this should have a {@code maxmemory} and the policy {@code
 * allkeys-lru} or {@code allkeys-lfu}: answers that can no longer be reached stay until they expire
 * or make room.
 *
 * <p>Where hundreds of searches in a row found nothing kept, no more than some two hundred answers
 * a second are kept, and fewer looked for, until one is found: where nothing is asked twice, a
 * cache costs hardly anything, and where questions begin to recur, it takes one more round of them.
 *
 * @param maxBytes what answers may take in memory; 0 only where there is a Redis
 * @param ttl how long an answer is kept, a year at most
 * @param redis {@code redis://} or, over TLS, {@code rediss://}, then {@code user:password@} where
 *     Redis asks for it, host, port (6379) and {@code /database} (0)
 * @param redisNamespace what all keys in Redis begin with
 * @param redisTimeout of a look-up in Redis, all of it; where one takes more than a quarter of it
 *     on average, Redis is left alone until it is faster
 * @param redisSecret what answers in Redis are signed with, by HMAC-SHA-256; null: they are not
 *     signed, and whoever can write to that Redis can write answers that searches then give
 */
public record CacheOptions(
    long maxBytes,
    Duration ttl,
    @Nullable URI redis,
    String redisNamespace,
    Duration redisTimeout,
    @Nullable SecretKey redisSecret) {
  /** What keys in Redis begin with where nothing else is said. */
  public static final String DEFAULT_REDIS_NAMESPACE = "quiver";

  /** How long a look-up in Redis may take where nothing else is said. */
  public static final Duration DEFAULT_REDIS_TIMEOUT = Duration.ofMillis(25);

  private static final int MIN_SECRET_BYTES = 16;
  private static final Duration MAX_TTL = Duration.ofDays(365);
  private static final Duration MAX_REDIS_TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,9}");
  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

  public CacheOptions {
    Check.present("ttl", ttl);
    Check.present("redisTimeout", redisTimeout);
    Check.present("redisNamespace", redisNamespace);
    Check.atLeast("maxBytes", maxBytes, redis == null ? 1 : 0);
    requireWithin("ttl", ttl, MAX_TTL);
    requireWithin("redisTimeout", redisTimeout, MAX_REDIS_TIMEOUT);
    if (!NAMESPACE.matcher(redisNamespace).matches()) {
      throw new IllegalArgumentException(
          "redisNamespace must match " + NAMESPACE + ", but was \"" + redisNamespace + "\"");
    }
    if (redis != null) {
      requireRedis(redis);
    }
  }

  /** Answers in Redis are not signed. */
  public CacheOptions(
      long maxBytes,
      Duration ttl,
      @Nullable URI redis,
      String redisNamespace,
      Duration redisTimeout) {
    this(maxBytes, ttl, redis, redisNamespace, redisTimeout, null);
  }

  private static void requireWithin(String name, Duration value, Duration longest) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          name + " must be between PT0.001S and " + longest + ", but was " + value);
    }
  }

  private static void requireRedis(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String path = uri.getPath() == null ? "" : uri.getPath();
    if (!Set.of("redis", "rediss").contains(scheme)
        || uri.getHost() == null
        || !DATABASE.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "redis must be redis://[user:password@]host[:port][/database] or the same with rediss,"
              + " but was "
              + withoutSecrets(uri));
    }
  }

  /** Answers in this JVM's memory. */
  public static CacheOptions inMemory(long maxBytes, Duration ttl) {
    return new CacheOptions(maxBytes, ttl, null, DEFAULT_REDIS_NAMESPACE, DEFAULT_REDIS_TIMEOUT);
  }

  /** Answers in Redis alone. */
  public static CacheOptions inRedis(URI redis, Duration ttl) {
    return new CacheOptions(
        0, ttl, Check.present("redis", redis), DEFAULT_REDIS_NAMESPACE, DEFAULT_REDIS_TIMEOUT);
  }

  /** The same, with Redis behind it. */
  public CacheOptions andRedis(URI uri) {
    return new CacheOptions(
        maxBytes, ttl, Check.present("redis", uri), redisNamespace, redisTimeout, redisSecret);
  }

  /** The same with another namespace; {@value #DEFAULT_REDIS_NAMESPACE} by default. */
  public CacheOptions withRedisNamespace(String namespace) {
    return new CacheOptions(maxBytes, ttl, redis, namespace, redisTimeout, redisSecret);
  }

  /** The same with another time-out; 25 ms by default. */
  public CacheOptions withRedisTimeout(Duration timeout) {
    return new CacheOptions(maxBytes, ttl, redis, redisNamespace, timeout, redisSecret);
  }

  /**
   * Answers in Redis are signed with this, and those that are not are passed over: whoever can
   * write to Redis can then make searches slower, and not wrong. All processes that share answers
   * need the same secret; answers signed with another one are not seen. Signing does not encrypt:
   * whoever can read Redis can read what was found.
   *
   * @param secret 16 bytes or more, of which nobody can guess one
   */
  public CacheOptions withRedisSecret(byte[] secret) {
    int length = Check.present("redisSecret", secret).length;
    if (length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "redisSecret must have at least " + MIN_SECRET_BYTES + " bytes, but has " + length);
    }
    SecretKey key = new SecretKeySpec(secret, "HmacSHA256");
    return new CacheOptions(maxBytes, ttl, redis, redisNamespace, redisTimeout, key);
  }

  private static String withoutSecrets(URI uri) {
    String text = uri.toString();
    int at = text.lastIndexOf('@');
    int slashes = text.indexOf("//");
    return at < 0 || slashes < 0
        ? text
        : text.substring(0, slashes + 2) + "***" + text.substring(at);
  }

  /** Without user, password and secret. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "CacheOptions[maxBytes=%d, ttl=%s, redis=%s, redisNamespace=%s, redisTimeout=%s,"
            + " redisSecret=%s]",
        maxBytes,
        ttl,
        redis == null ? "none" : withoutSecrets(redis),
        redisNamespace,
        redisTimeout,
        redisSecret == null ? "none" : "***");
  }
}
