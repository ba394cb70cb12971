package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where and with what a comparison ran. */
final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  static List<String> lines() throws IOException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return List.of(
        String.format(
            Locale.ROOT,
            "- machine: %d processors (%s), %.0f GiB, %s %s",
            system.getAvailableProcessors(),
            processor(),
            system.getTotalMemorySize() / (double) (1L << 30),
            System.getProperty("os.name"),
            System.getProperty("os.version")),
        String.format(
            Locale.ROOT,
            "- JVM: %s %s, heap up to %d MiB, arguments %s",
            System.getProperty("java.vm.name"),
            System.getProperty("java.runtime.version"),
            Runtime.getRuntime().maxMemory() >> 20,
            ManagementFactory.getRuntimeMXBean().getInputArguments()),
        String.format(
            Locale.ROOT,
            "- versions: Lucene %s, langchain4j-core %s, langchain4j %s, community Lucene store %s,"
                + " community DuckDB store %s, JVector %s",
            org.apache.lucene.util.Version.LATEST,
            version("langchain4j-core"),
            version("langchain4j"),
            version("langchain4j-community-lucene"),
            version("langchain4j-community-duckdb"),
            version("jvector")));
  }

  /** Processor time of this process so far. */
  static long cpuNanos() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }

  static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
  }

  private static String processor() throws IOException {
    if (!Files.isReadable(PROCESSORS)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(PROCESSORS).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 2))
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** From the name of its file on the class path; not all of them tell it themselves. */
  private static String version(String artifact) {
    Matcher file =
        Pattern.compile(Pattern.quote(artifact) + "-(\\d[^/\\\\]*)\\.jar")
            .matcher(System.getProperty("java.class.path"));
    return file.find() ? file.group(1) : "unknown";
  }
}
