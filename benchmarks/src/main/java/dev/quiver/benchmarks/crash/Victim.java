package dev.quiver.benchmarks.crash;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The process that is killed. It tells what it finds, then writes from several threads, compacts
 * and snapshots, telling of every call that returns; until it is killed, or its input ends.
 */
public final class Victim {
  static final int WRITERS = 3;
  private static final Duration LOOK_EVERY = Duration.ofMillis(2);
  private static final Duration KEEP_EVERY = Duration.ofMillis(40);

  private final DataOutputStream out;
  private final Path directory;
  private volatile boolean ending;

  private Victim(DataOutputStream out, Path directory) {
    this.out = out;
    this.directory = directory;
  }

  /** Arguments: directory, settings, seed. */
  public static void main(String[] args) throws Exception {
    var victim =
        new Victim(
            new DataOutputStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))),
            Path.of(args[0]));
    System.setOut(System.err);
    try (QuiverEmbeddingStore store =
        DrillSettings.parse(args[1]).open(victim.directory.resolve("store"))) {
      victim.run(store, Long.parseLong(args[2]));
    } catch (RuntimeException | IOException failed) {
      victim.fail(failed);
    }
  }

  private void run(QuiverEmbeddingStore store, long seed) throws IOException {
    try (Stream<EmbeddingMatch<TextSegment>> records = store.scan(null)) {
      records.forEach(
          match ->
              tell(
                  new Report.Found(
                      match.embeddingId(), Held.of(match.embedding(), match.embedded()))));
    }
    tell(new Report.Opened());
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      start("writer-" + writer, () -> write(store, number, new Script(seed, number)));
    }
    start("keeper", () -> keep(store));
    start("lookout", this::look);
    while (System.in.read() >= 0) {
      // Only the end of the input means something.
    }
    ending = true;
  }

  private void start(String name, Runnable work) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } catch (RuntimeException failed) {
                if (!ending) {
                  fail(failed);
                }
              }
            });
  }

  private void write(QuiverEmbeddingStore store, int writer, Script script) {
    for (int operation = 0; !ending; operation++) {
      script.next().runOn(store);
      tell(new Report.Acknowledged(writer, operation));
    }
  }

  private void keep(QuiverEmbeddingStore store) {
    for (int turn = 0; !ending; turn++) {
      LockSupport.parkNanos(KEEP_EVERY.toNanos());
      if (turn % 2 == 1) {
        store.admin().compact();
      } else {
        Path copy = directory.resolve("copy-" + ProcessHandle.current().pid() + "-" + turn);
        store.admin().snapshot(copy);
        delete(copy);
      }
    }
  }

  private static void delete(Path tree) {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void look() {
    while (!ending) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      var phases = EnumSet.noneOf(Phase.class);
      Thread.getAllStackTraces().values().forEach(stack -> Phase.addTo(phases, stack));
      tell(new Report.Seen(phases));
    }
  }

  private void tell(Report report) {
    synchronized (out) {
      try {
        ReportStream.write(out, report);
        if (!(report instanceof Report.Found)) {
          out.flush();
        }
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }

  private void fail(Exception failed) {
    failed.printStackTrace(System.err);
    tell(new Report.Failed(failed.toString()));
    Runtime.getRuntime().halt(1);
  }
}
