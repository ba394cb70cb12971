package dev.quiver.store.internal.cache;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.JedisURIHelper;
import redis.clients.jedis.util.Pool;

/**
 * A Redis server, as its URI describes it: {@code redis://} or, over TLS, {@code rediss://}, with
 * user, password and database where they are given. Any thread; throws what Jedis throws, after the
 * time-out at the latest.
 */
final class RedisConnection implements AutoCloseable {
  /** Look-ups at a time; there is one connection more, for writing and probing. */
  static final int READERS = 16;

  private static final int DEFAULT_PORT = 6379;

  private final HostAndPort address;
  private final RedisClient client;

  RedisConnection(CacheSettings.Redis redis) {
    int port = redis.uri().getPort() < 0 ? DEFAULT_PORT : redis.uri().getPort();
    this.address = new HostAndPort(redis.uri().getHost(), port);
    this.client =
        RedisClient.builder()
            .hostAndPort(address)
            .clientConfig(config(redis.uri(), redis.timeout()))
            .poolConfig(pool(redis.timeout()))
            .build();
  }

  private static JedisClientConfig config(URI uri, Duration timeout) {
    var config =
        DefaultJedisClientConfig.builder()
            .user(JedisURIHelper.getUser(uri))
            .password(JedisURIHelper.getPassword(uri))
            .database(JedisURIHelper.getDBIndex(uri))
            .timeoutMillis((int) Math.max(1, timeout.toMillis()))
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    if (JedisURIHelper.isRedisSSLScheme(uri)) {
      config.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
    }
    return config.build();
  }

  /** Connections are made when they are needed, and kept while they work. */
  private static ConnectionPoolConfig pool(Duration timeout) {
    var config = new ConnectionPoolConfig();
    config.setMaxTotal(READERS + 1);
    config.setMaxIdle(READERS + 1);
    config.setMaxWait(timeout);
    config.setTestWhileIdle(false);
    config.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    config.setJmxEnabled(false);
    return config;
  }

  byte @Nullable [] get(byte[] key) {
    return client.get(key);
  }

  /** A value to be set. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares parcels
  record Parcel(byte[] key, byte[] value, long ttlMillis) {}

  /** Sends all before it waits for the first reply. */
  void set(List<Parcel> parcels) {
    var replies = new ArrayList<Response<String>>();
    try (var pipeline = client.pipelined()) {
      for (Parcel next : parcels) {
        replies.add(pipeline.set(next.key, next.value, SetParams.setParams().px(next.ttlMillis)));
      }
    }
    replies.forEach(Response::get);
  }

  /** Those that are not in use just now are likely as broken as the one that failed. */
  void dropConnections() {
    Pool<Connection> pool = client.getPool();
    pool.clear();
  }

  @Override
  public void close() {
    client.close();
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return "Redis at " + address;
  }
}
