package dev.quiver.benchmarks.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
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
    drill(Duration.ofSeconds(8), Troubled::new);
  }

  /** Stores of Quiver's own are called in ways of their own, which a wrapper would hide. */
  @Test
  @Timeout(240)
  void clustersWhoseNodesStopEndEqual() throws Exception {
    drill(Duration.ofSeconds(5), Unplugged::new);
  }

  private void drill(Duration duration, Function<Path, DrillCluster> opener) throws Exception {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    FailoverDrill.Seen seen = new FailoverDrill(System.out, directory, seed, opener).run(duration);
    assertThat(seen.acknowledged()).isGreaterThan(50);
    assertThat(seen.searches()).isGreaterThan(50);
  }
}
