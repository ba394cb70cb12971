package dev.quiver.benchmarks.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: clusters that differ in the end, a lost acknowledged write, a search that fails while a
 * cluster lives. {@code ./quiver failover-drill} is the long form.
 */
class FailoverDrillTest {
  @TempDir Path directory;

  @Test
  @Timeout(240)
  void clustersEndEqual() throws Exception {
    long seed = Long.getLong("quiver.seed", System.nanoTime());
    System.out.println("quiver.seed=" + seed);
    FailoverDrill.Seen seen =
        new FailoverDrill(System.out, directory, seed).run(Duration.ofSeconds(8));
    assertThat(seen.acknowledged()).isGreaterThan(50);
    assertThat(seen.searches()).isGreaterThan(50);
  }
}
