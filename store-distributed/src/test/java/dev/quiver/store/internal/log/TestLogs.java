package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.transport.InProcessTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A cluster of nodes in this JVM that share one log, to be stopped and started at will. */
public final class TestLogs implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  public final LogNetwork network;
  public final LogId id;
  public final List<LogPeer> peers;
  public final ShardLog log;
  private final Path directory;
  private final LogOptions options;
  private final Map<Integer, LogServer> servers = new HashMap<>();
  private final Map<Integer, JournalState> states = new HashMap<>();
  private final Map<Integer, LogReplica> replicas = new HashMap<>();

  public TestLogs(Path directory, int nodes) {
    this(directory, nodes, LogOptions.forReplicas(nodes), new InProcessTransport());
  }

  public TestLogs(Path directory, int nodes, LogOptions options, LogTransport transport) {
    this(directory, nodes, options, new LogNetwork(transport));
  }

  TestLogs(Path directory, int nodes, LogOptions options, LogNetwork network) {
    this.directory = directory;
    this.options = options;
    this.network = network;
    id = LogId.of(new UUID(1, nodes), new ShardId(0), "default");
    peers = IntStream.range(0, nodes).mapToObj(TestLogs::peer).toList();
    log = network.log(id, peers);
  }

  public static LogPeer peer(int node) {
    return LogPeer.of(new NodeId("node-" + node), 0);
  }

  public TestLogs startAll() throws Exception {
    for (int node = 0; node < peers.size(); node++) {
      start(node);
    }
    assertThat(log.awaitLeader(PATIENCE)).isTrue();
    return this;
  }

  public LogReplica start(int node) throws IOException {
    LogServer server = network.start(peers.get(node), path(node), options);
    servers.put(node, server);
    return join(node);
  }

  private LogReplica join(int node) throws IOException {
    return joined(node, (server, state) -> server.join(id, peers, state));
  }

  public LogReplica rebuild(int node) throws IOException {
    return joined(node, (server, state) -> server.rebuild(id, peers, state));
  }

  private interface Joining {
    LogReplica with(LogServer server, JournalState state) throws IOException;
  }

  private LogReplica joined(int node, Joining joining) throws IOException {
    JournalState state = new JournalState();
    states.put(node, state);
    LogReplica replica = joining.with(servers.get(node), state);
    replicas.put(node, replica);
    return replica;
  }

  public Path path(int node) {
    return directory.resolve("node-" + node);
  }

  public Path segments(int node) {
    return path(node).resolve(id.uuid().toString()).resolve("current");
  }

  public LogServer server(int node) {
    return servers.get(node);
  }

  public JournalState state(int node) {
    return states.get(node);
  }

  public LogReplica replica(int node) {
    return replicas.get(node);
  }

  public int leader() throws InterruptedException {
    assertThat(log.awaitLeader(PATIENCE)).isTrue();
    return Integer.parseInt(log.leader().orElseThrow().value().substring("node-".length()));
  }

  public Position append(String command) throws Exception {
    return log.append(bytes(command), PATIENCE).get(PATIENCE.toSeconds() + 5, TimeUnit.SECONDS);
  }

  public List<String> appendMany(String prefix, int count) throws Exception {
    List<String> commands = IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    var futures = new ArrayList<java.util.concurrent.CompletableFuture<Position>>();
    for (String command : commands) {
      futures.add(log.append(bytes(command), PATIENCE));
    }
    for (var future : futures) {
      try {
        future.get(PATIENCE.toSeconds() + 5, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError(state(), e);
      }
    }
    return commands;
  }

  public static byte[] bytes(String command) {
    return command.getBytes(StandardCharsets.UTF_8);
  }

  /** What every replica and every thread is at, for a wait that came to nothing. */
  private String state() {
    StringBuilder state = new StringBuilder();
    for (LogReplica replica : replicas.values()) {
      state.append(replica.status()).append('\n');
    }
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              state.append(thread).append('\n');
              for (StackTraceElement frame : stack) {
                state.append("    ").append(frame).append('\n');
              }
            });
    return state.toString();
  }

  /** Everything acknowledged has arrived on the node. */
  public void awaitCaughtUp(int node) throws InterruptedException {
    Position wanted = log.latest();
    assertThat(replica(node).awaitApplied(wanted, PATIENCE))
        .as("%s of %s", wanted, replica(node).status())
        .isGreaterThanOrEqualTo(wanted);
  }

  public void closeNode(int node) throws IOException {
    servers.get(node).close();
  }

  public void cut(int node) {
    servers.get(node).cut();
  }

  public static Throwable causeOf(ExecutionException e) {
    return e.getCause();
  }

  @Override
  public void close() throws IOException {
    for (LogServer server : servers.values()) {
      server.close();
    }
    network.close();
  }
}
