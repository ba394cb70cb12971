package dev.quiver.benchmarks.crash;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link Victim} seen from outside: what it has told so far, and the way to kill it. */
final class VictimProcess {
  private static final Duration OPENS_WITHIN = Duration.ofMinutes(2);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

  private final Process process;
  private final Path errors;
  private final Map<String, Held> found = new HashMap<>();

  /** By writer: when each of its calls was heard to have returned. */
  private final List<List<Long>> returnedNanos =
      Stream.generate(() -> (List<Long>) new ArrayList<Long>()).limit(Victim.WRITERS).toList();

  private long killedNanos;
  private EnumSet<Phase> phases = EnumSet.noneOf(Phase.class);
  private boolean opened;
  private boolean ended;
  private @Nullable String failure;

  private VictimProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  static VictimProcess start(Path directory, DrillSettings settings, long seed) throws IOException {
    Path errors = directory.resolve("victim.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx384m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Victim.class.getName(),
                    directory.toString(),
                    settings.words(),
                    Long.toString(seed)))
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    var victim = new VictimProcess(process, errors);
    Thread.ofPlatform().daemon().name("listener").start(victim::listen);
    return victim;
  }

  private void listen() {
    try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      for (Report next = ReportStream.read(in); next != null; next = ReportStream.read(in)) {
        take(next);
      }
      end(null);
    } catch (IOException broken) {
      end(broken.toString());
    }
  }

  private synchronized void end(@Nullable String why) {
    ended = true;
    failure = failure == null ? why : failure;
    notifyAll();
  }

  private synchronized void take(Report report) {
    switch (report) {
      case Report.Found(String id, Held held) -> found.put(id, held);
      case Report.Opened() -> opened = true;
      case Report.Seen(EnumSet<Phase> now) -> phases = now;
      case Report.Failed(String why) -> failure = why;
      case Report.Acknowledged(int writer, int operation) -> {
        List<Long> times = returnedNanos.get(writer);
        if (times.size() != operation) {
          throw new IllegalStateException(
              "operation must be " + times.size() + ", but was " + operation);
        }
        times.add(System.nanoTime());
      }
    }
    notifyAll();
  }

  /** All records it found. */
  synchronized Map<String, Held> awaitOpened() throws IOException {
    await(OPENS_WITHIN, () -> opened);
    if (!opened) {
      throw new IOException("the store did not open: " + why());
    }
    return found;
  }

  /** Returns early when the phase is seen, or the victim has ended. */
  synchronized void awaitPhase(Phase phase, Duration atMost) {
    await(atMost, () -> phases.contains(phase));
  }

  /** Returns early when the victim has ended. */
  synchronized void letWrite(Duration time) {
    await(time, () -> false);
  }

  /** SIGKILL. Returns what the victim was in the middle of. */
  EnumSet<Phase> kill() throws IOException {
    synchronized (this) {
      if (failure != null) {
        throw new IOException("the victim failed: " + why());
      }
    }
    killedNanos = System.nanoTime();
    // By its handle: the process itself would close the pipe, and what was told in it be lost.
    if (!process.toHandle().destroyForcibly()) {
      throw new IOException("the victim cannot be killed");
    }
    awaitEnd();
    synchronized (this) {
      return EnumSet.copyOf(phases);
    }
  }

  /** Has it close its store in order. */
  void dismiss() throws IOException {
    process.getOutputStream().close();
    awaitEnd();
    if (process.exitValue() != 0) {
      throw new IOException("the store did not close: " + why());
    }
  }

  /** How many calls of a writer have returned, and were heard of. */
  synchronized int calls(int writer) {
    return returnedNanos.get(writer).size();
  }

  /** How many calls of a writer had returned this long before the kill. */
  synchronized int calls(int writer, Duration before) {
    long latest = killedNanos - before.toNanos();
    return (int) returnedNanos.get(writer).stream().filter(time -> time - latest <= 0).count();
  }

  private void awaitEnd() throws IOException {
    try {
      if (!process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("process " + process.pid() + " did not end");
      }
      synchronized (this) {
        await(ENDS_WITHIN, () -> ended);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private synchronized void await(Duration atMost, BooleanSupplier done) {
    long end = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    for (long left = atMost.toNanos();
        left > 0 && !ended && !done.getAsBoolean();
        left = end - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String why() throws IOException {
    return failure + "\n" + Files.readString(errors);
  }
}
