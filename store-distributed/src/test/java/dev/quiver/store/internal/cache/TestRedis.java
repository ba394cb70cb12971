package dev.quiver.store.internal.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A real redis-server on a free port of this machine's loopback, which keeps nothing on disk. */
public final class TestRedis implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final int port;
  private final List<String> settings;
  private RedisServer server;

  private TestRedis(int port, List<String> settings) {
    this.port = port;
    this.settings = List.copyOf(settings);
    this.server = start();
  }

  public static TestRedis open(String... settings) {
    UncheckedIOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return new TestRedis(freePort(), List.of(settings));
      } catch (UncheckedIOException taken) {
        last = taken;
      }
    }
    throw new IllegalStateException("no port was free, " + ATTEMPTS + " times", last);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private RedisServer start() {
    try {
      var all = new ArrayList<>(List.of("save \"\"", "appendonly no"));
      all.addAll(settings);
      var builder = RedisServer.newRedisServer().port(port).bind("127.0.0.1");
      all.forEach(builder::setting);
      RedisServer started = builder.build();
      started.start();
      return started;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  /** To look at it, or to spoil what it holds. */
  Jedis client() {
    return new Jedis("127.0.0.1", port, 5_000);
  }

  void stop() {
    try {
      server.stop();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Empty, on the same port. */
  void startAgain() {
    server = start();
  }

  @Override
  public void close() {
    stop();
  }
}
