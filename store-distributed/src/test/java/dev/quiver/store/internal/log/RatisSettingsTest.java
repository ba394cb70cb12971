package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.junit.jupiter.api.Test;

class RatisSettingsTest {
  /** It would lose the answers to all commands under way, and be elected again. */
  @Test
  void aPeerThatIsAloneGivesUpTheLeadAfterAPause() {
    assertThat(pauseThatCostsTheLead(1)).isGreaterThan(Duration.ofDays(1));
  }

  @Test
  void aPeerWithOthersKeepsTheLeadWhateverItSleptThrough() {
    assertThat(pauseThatCostsTheLead(3))
        .isEqualTo(LogOptions.REPLICATED_ELECTION_TIMEOUT.multipliedBy(2));
  }

  private static Duration pauseThatCostsTheLead(int replicas) {
    var properties = RatisSettings.of(LogOptions.forReplicas(replicas), Path.of("unused"));
    return Duration.ofMillis(
        RaftServerConfigKeys.LeaderElection.leaderStepDownWaitTime(properties)
            .toLong(TimeUnit.MILLISECONDS));
  }
}
