package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.index.EngineOptions;
import dev.quiver.store.internal.index.IndexEngine;
import dev.quiver.store.internal.index.ShardIndex;
import dev.quiver.store.internal.index.ShardReader;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.PlacedCollection;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.write.WriteTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a collection anew from a snapshot, through its logs like any other write. It gets an
 * incarnation of its own, so nothing that was cached or noted about the old one is taken for it.
 */
public final class Restoration {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
  private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(5);
  private static final int PAGE = 2_000;

  private Restoration() {}

  /**
   * The directory must be empty or new, or hold what an interrupted restore has left, which is
   * deleted. Blocks until everything is durable there; until then nobody can open the directory.
   */
  public static void restore(Path snapshot, Path directory) {
    var folder = new SnapshotFolder(snapshot);
    ClusterState described = folder.described();
    PlacedCollection placed = SnapshotFolder.only(described);
    try (RestoreFolder target = RestoreFolder.begin(directory.toAbsolutePath().normalize())) {
      long rows = restore(folder, described.nodes().size(), placed, target.path());
      target.finish();
      LOG.info(
          "Collection {} was restored to {}: {} records",
          placed.settings().name(),
          directory,
          rows);
    } catch (IOException failed) {
      throw Damage.is(failed)
          ? Damage.of("snapshot " + snapshot, failed)
          : new StoreUnavailableException(
              String.format(
                  Locale.ROOT, "restoring %s to %s failed: %s", snapshot, directory, failed),
              failed);
    }
  }

  private static long restore(
      SnapshotFolder folder, int nodes, PlacedCollection placed, Path directory)
      throws IOException {
    CollectionSettings settings = placed.settings();
    var options =
        new ClusterOptions(
            nodes, false, Duration.ofSeconds(1), null, Duration.ofSeconds(5), false, null);
    long rows = 0;
    try (CollectionHandle handle =
            CollectionHandle.open(
                ClusterLocation.below(directory),
                options,
                request(settings),
                new Serving(RoutingPolicy.leastLoaded(), Meters.NONE));
        IndexEngine engine = new IndexEngine(EngineOptions.defaults("quiver-restore"))) {
      Path work = Files.createTempDirectory(directory, "restore-");
      for (ShardId shard : placed.shardMap().shardIds()) {
        Path copy = copyOf(folder.shard(shard), work.resolve(shard.toString()));
        IndexEngine.verify(copy); // opening reads the small files only
        try (ShardIndex index = engine.open(copy, settings.similarity(), settings.index());
            ShardReader reader = index.read()) {
          rows += copy(reader, handle);
        }
      }
      Folders.delete(work);
      handle.flush(WRITE_TIMEOUT);
    }
    return rows;
  }

  /** Opening an index locks its directory, and a snapshot may lie where nobody may write. */
  private static Path copyOf(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private static long copy(ShardReader reader, CollectionHandle handle) throws IOException {
    @Nullable RecordKey last = null;
    List<StoredRecord> page;
    do {
      page = reader.page(last, PAGE, null);
      if (!page.isEmpty()) {
        handle.writer().put(page, WriteTime.of(WRITE_TIMEOUT));
        last = page.getLast().key();
      }
    } while (page.size() == PAGE);
    return reader.rows();
  }

  private static CollectionRequest request(CollectionSettings settings) {
    return new CollectionRequest(
        settings.name(),
        settings.dimension() == 0 ? null : settings.dimension(),
        settings.similarity(),
        settings.shards(),
        settings.sharding(),
        settings.bounds(),
        settings.virtualNodes(),
        settings.replicas(),
        settings.partitionKey(),
        settings.modelName(),
        settings.index(),
        settings.index().analysis());
  }
}
