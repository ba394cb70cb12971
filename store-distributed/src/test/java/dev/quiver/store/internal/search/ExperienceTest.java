package dev.quiver.store.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.failover.BreakerPolicy;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.Wanted;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long a call is waited for follows the quickest of the nodes that could answer. */
class ExperienceTest {
  private static final NodeId QUICK = new NodeId("node-0");
  private static final NodeId SLOW = new NodeId("node-1");
  private static final Reading<Long> COUNT = new Reading.Count(null);

  private final Experience experience = new Experience(BreakerPolicy.DEFAULTS, Meters.NONE);

  private void took(NodeId node, Reading<?> reading, int millis, int times) {
    for (int i = 0; i < times; i++) {
      experience.took(node, reading, Duration.ofMillis(millis).toNanos());
    }
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }

  @Test
  void nothingIsLateUntilEnoughIsKnown() {
    took(QUICK, COUNT, 5, 10);
    assertThat(experience.patienceNanos(List.of(QUICK, SLOW), COUNT))
        .isEqualTo(AnswerTimes.UNKNOWN);
  }

  @Test
  void aSlowNodeIsMeasuredByTheQuickOne() {
    took(QUICK, COUNT, 5, 40);
    took(SLOW, COUNT, 250, 40);
    assertThat(millis(experience.patienceNanos(List.of(QUICK, SLOW), COUNT))).isEqualTo(5);
    assertThat(millis(experience.patienceNanos(List.of(SLOW), COUNT))).isEqualTo(250);
  }

  @Test
  void onlyTheLatestAnswersCountAndTheSlowestTwentiethDoesNot() {
    took(QUICK, COUNT, 500, 128);
    took(QUICK, COUNT, 5, 122);
    took(QUICK, COUNT, 500, 6);
    assertThat(millis(experience.patienceNanos(List.of(QUICK), COUNT))).isEqualTo(5);
  }

  @Test
  void veryQuickAnswersStillGetAMillisecond() {
    took(QUICK, COUNT, 0, 40);
    assertThat(millis(experience.patienceNanos(List.of(QUICK), COUNT))).isEqualTo(1);
  }

  @Test
  void kindsOfReadsAreApartAndABatchCountsByItsSize() {
    took(QUICK, COUNT, 5, 40);
    assertThat(experience.patienceNanos(List.of(QUICK), batch(10))).isEqualTo(AnswerTimes.UNKNOWN);

    took(QUICK, batch(10), 20, 40);
    assertThat(millis(experience.patienceNanos(List.of(QUICK), batch(50)))).isEqualTo(100);
  }

  /** How common words are is told sooner than what is found by them, though both come in many. */
  @Test
  void batchesOfOneKindAreNoMeasureForThoseOfAnother() {
    var search = new Reading.Search(new ShardQuery(new float[] {1}, 1, 0, null, 0.9), Wanted.RECORD);
    took(QUICK, all(20, new Reading.Statistics("word")), 20, 40);
    assertThat(experience.patienceNanos(List.of(QUICK), all(20, search)))
        .isEqualTo(AnswerTimes.UNKNOWN);
    assertThat(experience.patienceNanos(List.of(QUICK), new Reading.Statistics("word")))
        .isEqualTo(AnswerTimes.UNKNOWN);
  }

  private static Reading<?> batch(int size) {
    return all(size, new Reading.Search(new ShardQuery(new float[] {1}, 1, 0, null, 0.9), Wanted.RECORD));
  }

  private static <T> Reading<List<T>> all(int size, Reading<T> reading) {
    return new Reading.All<>(Collections.nCopies(size, new Reading.All.Part<>(reading, Set.of())));
  }
}
