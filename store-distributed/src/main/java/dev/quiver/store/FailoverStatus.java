package dev.quiver.store;

import dev.quiver.store.internal.failover.LaneStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the clusters of a {@link FailoverEmbeddingStore} are doing.
 *
 * @param clusters in the order of preference
 */
public record FailoverStatus(List<Cluster> clusters) {
  public FailoverStatus {
    clusters = List.copyOf(clusters);
  }

  /** Health in one word. */
  public enum Health {
    /** Asked, and has every write. */
    UP,
    /** Asked as long as it is within the lag allowed; writes wait for it in its queue. */
    BEHIND,
    /** Was down, answers probes, and has yet to prove itself. */
    RECOVERING,
    /** Failed too often, and is asked only when no other cluster is left. */
    DOWN
  }

  /**
   * One cluster.
   *
   * @param name as it was given to the builder
   * @param health in one word
   * @param breaker {@code closed}, {@code open} or {@code half-open}
   * @param lag how long the oldest write that waits for it has been waiting
   * @param queue writes that wait for it
   * @param queueBytes what these take on disk
   * @param callsUnderWay attempts that have not ended, given up or not
   * @param problem what keeps it from being asked or from catching up; null when nothing does
   */
  public record Cluster(
      String name,
      Health health,
      String breaker,
      Duration lag,
      long queue,
      long queueBytes,
      int callsUnderWay,
      @Nullable String problem) {}

  static FailoverStatus of(List<LaneStatus> lanes) {
    return new FailoverStatus(
        lanes.stream()
            .map(
                lane ->
                    new Cluster(
                        lane.name(),
                        health(lane),
                        lane.breaker(),
                        Duration.ofMillis(lane.lagMillis()),
                        lane.queued(),
                        lane.queuedBytes(),
                        lane.underWay(),
                        lane.problem()))
            .toList());
  }

  private static Health health(LaneStatus lane) {
    return switch (lane.breaker()) {
      case "closed" -> lane.queued() == 0 ? Health.UP : Health.BEHIND;
      case "half-open" -> Health.RECOVERING;
      default -> Health.DOWN;
    };
  }
}
