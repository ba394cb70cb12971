package dev.quiver.benchmarks.quality;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a piece of work took: time on the clock, and of this process' processors. */
final class Effort {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long started = System.nanoTime();
  private final long startedCpu = SYSTEM.getProcessCpuTime();

  String since(int texts) {
    double wall = (System.nanoTime() - started) / 1e9;
    double cpu = (SYSTEM.getProcessCpuTime() - startedCpu) / 1e9;
    return String.format(
        Locale.ROOT,
        "%d texts in %.1f s, %.1f CPU s: %.1f texts/s, %.1f per CPU s, %.1f %% of %d processors",
        texts,
        wall,
        cpu,
        texts / wall,
        texts / cpu,
        100 * cpu / wall / Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().availableProcessors());
  }
}
