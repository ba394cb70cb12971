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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The command that loads many records in batches of a thousand, one call after the other, or all of
 * them in one call, and compares with writing the same bytes to a file that is forced to the disk
 * after each batch. Time-outs are the defaults: no number of records may meet one.
 */
public final class BulkLoad {
  private static final int TELL_EVERY = 10;

  private static final double MEGABYTE = 1 << 20;

  private final PrintStream out;
  private final Path directory;
  private final LoadShape shape;
  private final Batches batches;

  private BulkLoad(PrintStream out, Path directory, LoadShape shape) {
    this.out = out;
    this.directory = directory;
    this.shape = shape;
    this.batches = new Batches(shape.records(), shape.dimension());
  }

  /**
   * Arguments: how many records (1,000,000), then the numbers of nodes (1), each with a replica;
   * and the options that {@link LoadShape} has.
   */
  public static void main(String[] args) throws IOException {
    LoadShape shape = LoadShape.of(args);
    Path directory = Files.createTempDirectory("quiver-bulk-load-");
    var load = new BulkLoad(System.out, directory, shape);
    try {
      double file = load.intoFile();
      var idle = new AtomicLong();
      for (int i = 0; i < shape.busy(); i++) {
        Thread.ofPlatform().daemon().name("busy-" + i).start(() -> compute(idle));
      }
      for (int count : shape.nodes()) {
        load.intoStore(count, file);
      }
    } finally {
      delete(directory);
    }
  }

  /** A program that takes what processor time it can get, until this one ends. */
  private static void compute(AtomicLong idle) {
    for (long number = 1; number != 0; number = number * 31 + 7) {
      if (number == idle.get()) {
        idle.incrementAndGet();
      }
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
    try (QuiverEmbeddingStore store = open(folder, nodes)) {
      long nanos = shape.oneCall() ? inOneCall(store) : inManyCalls(store, folder);
      double perSecond = batches.records() / (nanos / 1e9);
      out.printf(
          Locale.ROOT,
          "%d node(s), %d shard(s), %d replica(s): %,d records there, %,.0f s, %,.0f records/s,"
              + " %.3f of the file's; heap at most %.0f of %.0f MB, needed at the end %.0f%n",
          nodes,
          shape.shards(),
          shape.replicasOn(nodes),
          store.count(),
          nanos / 1e9,
          perSecond,
          perSecond / fileRate,
          peakHeap() / MEGABYTE,
          Runtime.getRuntime().maxMemory() / MEGABYTE,
          liveHeap() / MEGABYTE);
    }
    long began = System.nanoTime();
    try (QuiverEmbeddingStore again = open(folder, nodes)) {
      out.printf(
          Locale.ROOT,
          "  opened again after %,.1f s: %,d records%n",
          (System.nanoTime() - began) / 1e9,
          again.count());
    }
    delete(folder);
  }

  private QuiverEmbeddingStore open(Path folder, int nodes) {
    return QuiverEmbeddingStore.builder()
        .directory(folder)
        .dimension(batches.dimension())
        .nodes(nodes)
        .shards(shape.shards())
        .replicas(shape.replicasOn(nodes))
        .build();
  }

  private long inManyCalls(QuiverEmbeddingStore store, Path folder) throws IOException {
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
    return nanos;
  }

  private long inOneCall(QuiverEmbeddingStore store) {
    var all = new Batches.Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int number = 0; number < batches.count(); number++) {
      Batches.Batch batch = batches.batch(number);
      all.ids().addAll(batch.ids());
      all.embeddings().addAll(batch.embeddings());
      all.segments().addAll(batch.segments());
    }
    long began = System.nanoTime();
    store.addAll(all.ids(), all.embeddings(), all.segments());
    return System.nanoTime() - began;
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

  /** Pools have their peaks at different times, but all together never more than the heap. */
  private static long peakHeap() {
    return Math.min(Runtime.getRuntime().maxMemory(), sumOfPeaks());
  }

  /** What is left on the heap when everything that nobody needs is gone. */
  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long sumOfPeaks() {
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
