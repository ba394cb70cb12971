package dev.quiver.store.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.ring.Sharding;
import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.error.WriteOutcomeUnknownException;
import dev.quiver.store.internal.memory.BytePool;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.shard.Deadline;
import dev.quiver.store.internal.shard.ShardPlan;
import dev.quiver.store.internal.shard.ShardProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call may be of any size: what is too slow is a command, or silence, never the whole of it. */
@Timeout(60)
class LargeCallTest {
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration FOR_EVER = Duration.ofDays(1);

  /** So large that none shares a command with another. */
  private static final int TEXT = CommandBatches.TARGET_BYTES * 2 / 3;

  private static ShardWriter writer(IntFunction<Duration> takes) {
    var log = new FakeLog(new ShardId(0), new SlowLog(takes));
    return new ShardWriter(
        new ShardPlan(Sharding.hash(1), null),
        List.of(log),
        List.of(new ShardProgress()),
        new WriteAdmission(64 << 20, new BytePool(128 << 20)),
        Meters.NONE);
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> "id-" + number).toList();
  }

  private static List<StoredRecord> records(int count) {
    return ids(0, count).stream()
        .map(id -> StoredRecord.with(RecordKey.of(id), new float[] {1}, "x".repeat(TEXT), Map.of()))
        .toList();
  }

  @Test
  void aCallGoesOnForSeveralTimesItsTimeoutWhileAnswersCome() {
    ShardWriter writer = writer(number -> Duration.ofMillis(number == 3 ? 1_200 : 400));
    long began = System.nanoTime();

    writer.put(records(14), WriteTime.of(SILENCE));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(SILENCE.multipliedBy(2));
  }

  @Test
  void silenceEndsTheCallAndEachIdIsAccountedFor() {
    ShardWriter writer = writer(number -> number < 2 ? Duration.ofMillis(10) : FOR_EVER);

    var failed =
        catchThrowableOfType(
            WriteOutcomeUnknownException.class,
            () -> writer.put(records(20), WriteTime.of(Duration.ofMillis(500))));

    int sent = failed.stored().size() + failed.unknown().size();
    assertThat(failed.stored()).isEqualTo(ids(0, 2));
    assertThat(sent).as("no more than fits into the window").isBetween(3, 10);
    assertThat(failed.unknown()).isEqualTo(ids(2, sent));
    assertThat(failed.notStored()).isEqualTo(ids(sent, 20));
  }

  @Test
  void aDeadlineOfTheCallersOwnHoldsForTheWhole() {
    ShardWriter writer = writer(number -> Duration.ofMillis(200));
    var time = new WriteTime(SILENCE, Deadline.after(Duration.ofMillis(700)));

    var failed =
        catchThrowableOfType(WriteFailedException.class, () -> writer.put(records(40), time));

    assertThat(time.end()).isNotNull();
    assertThat(failed.stored()).isNotEmpty().hasSizeLessThan(5);
    assertThat(failed.notStored()).hasSizeGreaterThan(25);
  }
}
