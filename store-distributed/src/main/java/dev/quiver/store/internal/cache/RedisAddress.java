package dev.quiver.store.internal.cache;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis server is and how one gets in, as its URI says: {@code redis://} or, over TLS,
 * {@code rediss://}, with user, password and database where they are given.
 */
record RedisAddress(
    String host,
    int port,
    boolean tls,
    @Nullable String user,
    @Nullable String password,
    int database) {
  private static final int DEFAULT_PORT = 6379;

  static RedisAddress of(URI uri) {
    String given = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    int colon = given.indexOf(':');
    String path = uri.getPath() == null ? "" : uri.getPath();
    return new RedisAddress(
        uri.getHost(),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        "rediss".equals(uri.getScheme().toLowerCase(Locale.ROOT)),
        colon < 1 ? null : given.substring(0, colon),
        colon < 0 ? null : given.substring(colon + 1),
        path.length() < 2 ? 0 : Integer.parseInt(path.substring(1)));
  }

  /**
   * Connects and introduces itself.
   *
   * @param endNanos by {@link System#nanoTime}, when that must be done
   */
  RedisLink connect(long endNanos) throws IOException {
    RedisLink link = reach(endNanos);
    boolean in = false;
    try {
      if (password != null && user != null) {
        ask(link, "AUTH", user, password);
      } else if (password != null) {
        ask(link, "AUTH", password);
      }
      if (database != 0) {
        ask(link, "SELECT", Integer.toString(database));
      }
      in = true;
      return link;
    } finally {
      if (!in) {
        link.close();
      }
    }
  }

  /** The first that answers of those that have the name. */
  private RedisLink reach(long endNanos) throws IOException {
    IOException last = null;
    for (InetAddress each : InetAddress.getAllByName(host)) {
      try {
        return new RedisLink(this, each, endNanos);
      } catch (IOException failed) {
        last = failed;
      }
    }
    throw last == null ? new UnknownHostException(host) : last;
  }

  private static void ask(RedisLink link, String... words) throws IOException {
    byte[][] command = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      command[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    link.send(command);
    link.flush();
    link.done();
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
