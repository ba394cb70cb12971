package dev.quiver.benchmarks.ingest;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What a run took.
 *
 * @param seconds on the clock
 * @param cpuSeconds of all of this process' threads
 * @param tokens that the model read, special ones left out
 */
record Cost(double seconds, double cpuSeconds, long tokens) {
  static final String HEADER =
      "| | seconds | CPU seconds | processors busy | tokens | tokens/s | tokens per CPU s |\n"
          + "|---|---:|---:|---:|---:|---:|---:|";

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * @param work returns the tokens read
   */
  static Cost of(LongSupplier work) {
    long started = System.nanoTime();
    long startedCpu = SYSTEM.getProcessCpuTime();
    long tokens = work.getAsLong();
    return new Cost(
        (System.nanoTime() - started) / 1e9,
        (SYSTEM.getProcessCpuTime() - startedCpu) / 1e9,
        tokens);
  }

  /** The one in the middle by the clock. */
  static Cost median(List<Cost> costs) {
    return costs.stream()
        .sorted(Comparator.comparingDouble(Cost::seconds))
        .toList()
        .get(costs.size() / 2);
  }

  /** The share of all processors' time. */
  double busy() {
    return cpuSeconds / seconds / SYSTEM.getAvailableProcessors();
  }

  String row(String name) {
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.0f %% | %,d | %,.0f | %,.0f |",
        name,
        seconds,
        cpuSeconds,
        100 * busy(),
        tokens,
        tokens / seconds,
        tokens / cpuSeconds);
  }
}
