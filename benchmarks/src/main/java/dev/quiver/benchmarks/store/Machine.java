package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

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
            version("dev.langchain4j", "langchain4j-core"),
            version("dev.langchain4j", "langchain4j"),
            version("dev.langchain4j", "langchain4j-community-lucene"),
            version("dev.langchain4j", "langchain4j-community-duckdb"),
            version("io.github.jbellis", "jvector")));
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

  private static String version(String group, String artifact) throws IOException {
    String name = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = Machine.class.getResourceAsStream(name)) {
      if (in == null) {
        return "unknown";
      }
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    }
  }
}
