package dev.quiver.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: an answer from before the last acknowledged write, or of another store. Thousands of
 * operations; {@code ./quiver stale-drill} is the long form.
 */
class StaleDrillTest {
  @TempDir Path home;

  @Test
  @Timeout(240)
  void noAnswerIsStale() throws Exception {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    StaleDrill.Outcome outcome = new StaleDrill(System.out, 40_000, 8_000, seed).run(home);
    assertThat(outcome.writes()).isPositive();
    assertThat(outcome.turns()).isPositive();
    assertThat(outcome.hitShare()).isGreaterThanOrEqualTo(StaleDrill.LEAST_HITS);
    assertThat(outcome.redisShare()).isGreaterThanOrEqualTo(StaleDrill.LEAST_HITS_IN_REDIS);
  }
}
