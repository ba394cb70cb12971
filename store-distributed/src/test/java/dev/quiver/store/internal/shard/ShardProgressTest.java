package dev.quiver.store.internal.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a bounded read must see is never too little, however much was written and when. */
class ShardProgressTest {
  private static final long TICK = Duration.ofMillis(10).toNanos();

  private final ShardProgress progress = new ShardProgress();

  private static Position at(long index) {
    return new Position(1, index);
  }

  @Test
  void whatWasThereBeforeCountsAsAcknowledgedForEver() {
    progress.startedAt(at(7));

    assertThat(progress.acknowledgedBy(-TICK)).isEqualTo(at(7));
    assertThat(progress.known()).isEqualTo(at(7));
    assertThat(progress.acknowledged()).isEqualTo(Position.NONE);
  }

  @Test
  void anOlderAcknowledgementTakesNothingBack() {
    progress.acknowledged(at(9), 0);
    progress.acknowledged(at(8), TICK * 5);
    progress.committed(at(4));

    assertThat(progress.acknowledged()).isEqualTo(at(9));
    assertThat(progress.known()).isEqualTo(at(9));
    assertThat(progress.acknowledgedBy(TICK * 6)).isEqualTo(at(9));
  }

  @Test
  void aBoundedReadSeesAtLeastWhatWasAcknowledgedByThen() {
    var random = new SplittableRandom(3);
    var exact = new TreeMap<Long, Long>();
    long nanos = -TICK * 50; // the clock may start anywhere
    for (long index = 1; index <= 20_000; index++) {
      nanos += random.nextLong(TICK / 2);
      progress.acknowledged(at(index), nanos);
      exact.put(nanos, index);
    }
    for (int look = 0; look < 2_000; look++) {
      long then = random.nextLong(exact.firstKey() - TICK, nanos + TICK);
      var floor = exact.floorEntry(then);
      long needed = floor == null ? 0 : floor.getValue();
      var ceiling = exact.floorEntry(then + TICK);
      long most = ceiling == null ? 0 : ceiling.getValue();
      assertThat(progress.acknowledgedBy(then).index()).isBetween(needed, most);
    }
  }

  @Test
  void theHistoryIsBoundedAndForgetsOnTheSafeSide() {
    long entries = 200_000;
    for (long index = 1; index <= entries; index++) {
      progress.acknowledged(at(index), index * TICK);
    }

    assertThat(progress.entries()).isLessThanOrEqualTo(60_000);
    assertThat(progress.acknowledgedBy(entries * TICK)).isEqualTo(at(entries));
    assertThat(progress.acknowledgedBy(1_000 * TICK).index()).isGreaterThanOrEqualTo(1_000);
    assertThat(progress.acknowledgedBy(0)).isEqualTo(Position.NONE);
  }
}
