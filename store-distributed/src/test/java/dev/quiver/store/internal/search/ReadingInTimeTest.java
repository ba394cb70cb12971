package dev.quiver.store.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.shard.Freshness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Thousands of records read for a caller who has gone: counted, not timed. */
class ReadingInTimeTest {
  private static final int FOUND = 5_000;
  private static final int LATE_AT = 7;

  private final Deadline deadline = Deadline.after(Duration.ofMillis(200));
  private final AtomicInteger read = new AtomicInteger();

  /** The reading of one of them takes until the deadline has passed. */
  private final List<Found> found = IntStream.range(0, FOUND).<Found>mapToObj(this::late).toList();

  private Found late(int number) {
    return new Found() {
      @Override
      public double score() {
        return 1;
      }

      @Override
      public RecordKey key() {
        return RecordKey.of("id-" + number);
      }

      @Override
      public float[] vector() {
        return new float[] {1};
      }

      @Override
      public Hit load() {
        while (read.get() == LATE_AT && !deadline.isOver()) {
          Thread.onSpinWait();
        }
        read.incrementAndGet();
        return new Hit(1, StoredRecord.bare(key(), vector()));
      }
    };
  }

  private ReadTerms terms(boolean allowPartial) {
    return new ReadTerms(new Freshness.Eventual(), deadline, allowPartial);
  }

  @Test
  void endsWithTheRecordThatIsBeingRead() {
    assertThatThrownBy(() -> HitMerger.merge(List.of(found), FOUND, terms(false)))
        .isInstanceOf(DeadlineExceededException.class);
    assertThat(read).hasValueLessThanOrEqualTo(LATE_AT + 1);
  }

  @Test
  void goesOnWhereThePartFoundWillDo() {
    assertThat(HitMerger.merge(List.of(found), FOUND, terms(true))).hasSize(FOUND);
  }
}
