package dev.quiver.embedding.internal.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Catches a meter that nobody can know of, and one in the list that nothing reports to. */
class MeterListTest {
  private static final Pattern ROW = Pattern.compile("\\| `(quiver\\.embed[a-z.]*)` \\| \\w+ \\|");

  @Test
  void listAndRegistryDiffer() throws IOException {
    var registry = new SimpleMeterRegistry();
    var meters = new MicrometerMeters(registry, "model");
    meters.embedded(3, true, 1);
    meters.failed(1);

    var registered =
        registry.getMeters().stream()
            .map(meter -> meter.getId().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    var listed =
        ROW.matcher(Files.readString(Path.of("../docs/meters.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(registered).isEqualTo(listed);
  }
}
