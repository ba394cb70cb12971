package dev.quiver.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a killed ingestion that leaves duplicates, holes or orphans in a store on disk. A few
 * kills; {@code ./quiver ingest-drill} is the long form.
 */
class IngestDrillTest {
  @TempDir Path directory;

  @Test
  @Timeout(120)
  void theStoreIsThatOfARunNobodyKilled() throws Exception {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    assertThat(new IngestDrill(System.out, directory, seed).run(3))
        .as("runs killed in the middle")
        .isPositive();
  }
}
