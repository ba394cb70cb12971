package dev.quiver.benchmarks.cache;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A real redis-server on loopback, which can be treated badly. */
final class LocalRedis implements AutoCloseable {
  private final int port;
  private RedisServer server;
  private ProcessHandle process;

  private LocalRedis(int port) throws IOException {
    this.port = port;
    Set<Long> before = children().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    this.server = serve();
    this.process = younger(before);
  }

  static LocalRedis open() throws IOException {
    return new LocalRedis(freePort());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private RedisServer serve() throws IOException {
    RedisServer made =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("save \"\"")
            .setting("appendonly no")
            .build();
    made.start();
    return made;
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().toList();
  }

  private static ProcessHandle younger(Set<Long> before) {
    return children().stream()
        .filter(child -> !before.contains(child.pid()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("redis-server must be a child, but is none"));
  }

  URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  Jedis client() {
    return new Jedis("127.0.0.1", port, 5_000);
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** After a kill: empty, on the same port. */
  void startAgain() throws IOException {
    Set<Long> before = children().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    server = serve();
    process = younger(before);
  }

  void pause() throws IOException {
    signal("-STOP");
  }

  void resume() throws IOException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending " + name, interrupted);
    }
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }
}
