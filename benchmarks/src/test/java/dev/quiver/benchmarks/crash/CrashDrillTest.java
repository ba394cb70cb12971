package dev.quiver.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Catches: an acknowledged write that a killed process takes with it, and a command that is there
 * by half. A dozen kills; {@code ./quiver crash-drill} is the long form.
 */
class CrashDrillTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1} kills")
  @CsvSource({"1-2-0, 4", "3-2-0, 4", "1-2-300, 2", "3-2-300, 2"})
  @Timeout(240)
  void nothingAcknowledgedIsLost(String store, int kills) throws Exception {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    var drill = new CrashDrill(System.out, directory, seed);
    Map<Phase, Integer> hits = drill.run(DrillSettings.parse(store), kills, 0);
    assertThat(hits.values().stream().mapToInt(Integer::intValue).sum())
        .as("phases seen at the kills, %s", hits)
        .isPositive();
  }
}
