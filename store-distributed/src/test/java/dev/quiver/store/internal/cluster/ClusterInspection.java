package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.index.ShardReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at the inside after every test: replicas at one position hold equal content, what the test
 * itself has to check holds, and once the stores are closed no thread, file handle or mapping of
 * theirs is left. It closes the stores.
 */
public final class ClusterInspection implements BeforeEachCallback, AfterEachCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(10);

  /** Something a test wants to hold at the end, while its stores are still open. */
  public interface Check {
    void run() throws Exception;
  }

  private final List<AutoCloseable> stores = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<Path> directories = new ArrayList<>();
  private Leftovers before = Leftovers.NONE;

  /** What is to be closed after the test, unless the test has done so. */
  public <T extends AutoCloseable> T closeAfter(T store) {
    stores.add(store);
    return store;
  }

  /** Below which nothing may be open after the test. */
  public Path watch(Path directory) {
    directories.add(directory);
    return directory;
  }

  public void atTheEnd(Check check) {
    checks.add(check);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    stores.clear();
    checks.clear();
    directories.clear();
    before = Leftovers.threadsNow();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    boolean failedAlready = context.getExecutionException().isPresent();
    try {
      if (!failedAlready) {
        replicasAgree();
        for (Check check : checks) {
          check.run();
        }
      }
    } finally {
      for (AutoCloseable store : stores) {
        close(store);
      }
    }
    if (!failedAlready) {
      nothingIsLeft();
    }
  }

  /** A close that hangs fails its test, and not the whole run. */
  private static void close(AutoCloseable store) throws Exception {
    var closing =
        new FutureTask<>(
            () -> {
              store.close();
              return store;
            });
    Thread thread = Thread.ofPlatform().daemon().name("inspection-close").start(closing);
    if (!thread.join(PATIENCE)) {
      throw new AssertionError(
          "close must end within "
              + PATIENCE
              + ", but:\n"
              + Leftovers.since(Leftovers.NONE, List.of()));
    }
    closing.get();
  }

  /** Nothing is open any more: no cluster, no thread, no file of the directories. */
  public void nothingIsLeft() {
    Await.noProblem(
        SOON,
        () ->
            OpenClusters.all().isEmpty()
                ? Leftovers.since(before, directories)
                : "clusters are open: " + OpenClusters.all().size());
  }

  /**
   * All replicas on running nodes come to the same position, where a majority is there to bring
   * them to it, and those at the same position hold the same.
   */
  public static void replicasAgree() {
    for (EmbeddedCluster cluster : OpenClusters.all()) {
      for (OpenCollection collection : cluster.collections()) {
        for (ShardId shard : collection.shardMap().shardIds()) {
          Await.noProblem(PATIENCE, () -> disagreement(cluster, collection, shard));
        }
      }
    }
  }

  private record Content(Position position, long digest) {}

  private static String disagreement(
      EmbeddedCluster cluster, OpenCollection collection, ShardId shard) {
    Map<NodeId, Content> contents = new TreeMap<>();
    collection
        .hosts()
        .forEach(
            (node, host) -> {
              HostedReplica replica = host.replicas().get(shard);
              if (replica != null) {
                contents.put(node, content(replica));
              }
            });
    var digests = new HashMap<Position, Long>();
    for (Content content : contents.values()) {
      Long other = digests.putIfAbsent(content.position, content.digest);
      if (other != null && other != content.digest) {
        throw new AssertionError(shard + " differs at equal positions: " + contents);
      }
    }
    int holders = collection.shardMap().replicasOf(shard).size();
    boolean majority = contents.size() > holders / 2;
    Position latest = collection.log(shard).latest();
    boolean behind =
        contents.values().stream().anyMatch(content -> !content.position.isAtLeast(latest));
    return majority && behind
        ? String.format(
            Locale.ROOT,
            "%s is at %s, its replicas at %s; %s",
            shard,
            latest,
            contents,
            ClusterPicture.of(cluster, collection))
        : "";
  }

  private static Content content(HostedReplica replica) {
    try (ShardReader reader = replica.state().read()) {
      return new Content(reader.position(), reader.digest());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Searches under way on all nodes that are open. */
  public static int atWork() {
    return OpenClusters.all().stream()
        .flatMap(cluster -> cluster.collections().stream())
        .flatMap(collection -> collection.hosts().values().stream())
        .mapToInt(HostedCollection::atWork)
        .sum();
  }

  /** Where the one open cluster keeps its data. */
  public static Path directory() {
    return Objects.requireNonNull(OpenClusters.all().getFirst().location().directory());
  }
}
