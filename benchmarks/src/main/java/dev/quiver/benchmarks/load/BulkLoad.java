package dev.quiver.benchmarks.load;

import dev.quiver.store.QuiverEmbeddingStore;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The command that loads many records in batches of a thousand, one call after the other, and
 * compares with writing the same bytes to a file that is forced to the disk after each batch.
 */
public final class BulkLoad {
  private static final int DEFAULT_RECORDS = 1_000_000;
  private static final int DIMENSION = 64;
  private static final int TELL_EVERY = 50;

  /** A machine that is busy with other things must not end a load. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final double MEGABYTE = 1 << 20;

  private final PrintStream out;
  private final Path directory;
  private final Batches batches;

  private BulkLoad(PrintStream out, Path directory, Batches batches) {
    this.out = out;
    this.directory = directory;
    this.batches = batches;
  }

  /**
   * Arguments: how many records (1,000,000), then the numbers of nodes (1), each with a replica.
   */
  public static void main(String[] args) throws IOException {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_RECORDS;
    if (records < 1) {
      throw new IllegalArgumentException("records must be at least 1, but was " + records);
    }
    List<Integer> nodes =
        args.length > 1 ? Stream.of(args).skip(1).map(Integer::valueOf).toList() : List.of(1);
    Path directory = Files.createTempDirectory("quiver-bulk-load-");
    var load = new BulkLoad(System.out, directory, new Batches(records, DIMENSION));
    try {
      double file = load.intoFile();
      for (int count : nodes) {
        load.intoStore(count, file);
      }
    } finally {
      delete(directory);
    }
  }

  /** Returns records per second. */
  private double intoFile() throws IOException {
    Path file = directory.resolve("file");
    long nanos = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int number = 0; number < batches.count(); number++) {
        ByteBuffer bytes = batches.batch(number).bytes();
        long began = System.nanoTime();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
        nanos += System.nanoTime() - began;
      }
    }
    double perSecond = batches.records() / (nanos / 1e9);
    out.printf(
        Locale.ROOT,
        "a file, forced after every %,d: %,d records of %d components, %.1f MB, %,.0f records/s%n",
        Batches.SIZE,
        batches.records(),
        batches.dimension(),
        Files.size(file) / MEGABYTE,
        perSecond);
    Files.delete(file);
    return perSecond;
  }

  private void intoStore(int nodes, double fileRate) throws IOException {
    Path folder = directory.resolve(nodes + "-nodes");
    try (QuiverEmbeddingStore store =
        QuiverEmbeddingStore.builder()
            .directory(folder)
            .dimension(DIMENSION)
            .nodes(nodes)
            .shards(1)
            .replicas(nodes)
            .writeTimeout(PATIENCE)
            .build()) {
      long nanos = 0;
      for (int number = 0; number < batches.count(); number++) {
        Batches.Batch batch = batches.batch(number);
        long began = System.nanoTime();
        store.addAll(batch.ids(), batch.embeddings(), batch.segments());
        nanos += System.nanoTime() - began;
        if ((number + 1) % TELL_EVERY == 0) {
          tell((number + 1) * Batches.SIZE, nanos, folder);
        }
      }
      double perSecond = batches.records() / (nanos / 1e9);
      out.printf(
          Locale.ROOT,
          "%d node(s), a replica on each: %,d records there, %,.0f records/s, %.3f of the file's;"
              + " heap at most %.0f of %.0f MB%n",
          nodes,
          store.count(),
          perSecond,
          perSecond / fileRate,
          peakHeap() / MEGABYTE,
          Runtime.getRuntime().maxMemory() / MEGABYTE);
    }
    delete(folder);
  }

  private void tell(int records, long nanos, Path folder) throws IOException {
    out.printf(
        Locale.ROOT,
        "  %,d records, %,.0f records/s so far, heap %.0f MB, disk %.0f MB, %d threads%n",
        records,
        records / (nanos / 1e9),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE,
        size(folder) / MEGABYTE,
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static long size(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.mapToLong(path -> path.toFile().length()).sum();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
