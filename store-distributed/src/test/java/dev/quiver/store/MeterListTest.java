package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.near;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches a meter that nobody can know of, and one in the list that nothing reports to. */
@Timeout(120)
final class MeterListTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(quiver\\.[a-z.]+)` \\| (\\w+) \\| ([^|]+) \\| [^|]+ \\|");

  @TempDir private Path folder;
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void listAndRegistryDiffer() throws IOException {
    var cache =
        CacheOptions.inMemory(1 << 20, Duration.ofHours(1))
            .andRedis(URI.create("redis://127.0.0.1:1"));
    try (var store = QuiverEmbeddingStore.builder().cache(cache).meterRegistry(registry).build();
        var other = QuiverEmbeddingStore.builder().build();
        var failover =
            FailoverEmbeddingStore.builder()
                .cluster("one", store)
                .cluster("two", other)
                .writes(WritePolicy.ALL)
                .handoffDirectory(folder)
                .meterRegistry(registry)
                .build()) {
      failover.add("x", X);
      assertThat(failover.search(near(X, 1)).matches()).hasSize(1);
      assertThat(registered()).isEqualTo(listed());
    }
  }

  private SortedSet<String> registered() {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .map(id -> row(id.getName(), kind(id.getType()), tags(id)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String kind(Meter.Type type) {
    return type == Meter.Type.DISTRIBUTION_SUMMARY
        ? "summary"
        : type.name().toLowerCase(Locale.ROOT);
  }

  private static String tags(Meter.Id id) {
    return id.getTags().stream()
        .map(Tag::getKey)
        .map(key -> "`" + key + "`")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Those of embedding models are the other module's. */
  private static SortedSet<String> listed() throws IOException {
    return ROW.matcher(Files.readString(Path.of("../docs/meters.md")))
        .results()
        .filter(found -> !found.group(1).startsWith("quiver.embed"))
        .map(
            found ->
                row(
                    found.group(1),
                    found.group(2),
                    Pattern.compile(", ")
                        .splitAsStream(found.group(3))
                        .sorted()
                        .collect(Collectors.joining(", "))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String row(String name, String kind, String tags) {
    return name + " | " + kind + " | " + tags;
  }
}
