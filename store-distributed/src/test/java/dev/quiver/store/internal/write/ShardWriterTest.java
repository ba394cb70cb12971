package dev.quiver.store.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.ring.Sharding;
import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.error.WriteOutcomeUnknownException;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.log.LogOutcomeUnknownException;
import dev.quiver.store.internal.log.LogRejectedException;
import dev.quiver.store.internal.memory.BytePool;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.shard.ShardPlan;
import dev.quiver.store.internal.shard.ShardProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of every id of a call that fails, the caller learns whether it is stored, not, or unknown. */
@Timeout(60)
class ShardWriterTest {
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final WriteTime TIME = WriteTime.of(BUDGET);

  /** One that was answered, and as many as a call has in flight. */
  private static final int SENT = 1 + 8;

  private final ShardPlan plan = new ShardPlan(Sharding.hash(3), null);
  private final List<ShardProgress> progress =
      Stream.generate(ShardProgress::new).limit(3).toList();
  private final List<FakeLog> logs = new ArrayList<>();

  @SafeVarargs
  private ShardWriter writer(Consumer<FakeLog.Append>... answers) {
    for (int shard = 0; shard < answers.length; shard++) {
      logs.add(new FakeLog(new ShardId(shard), answers[shard]));
    }
    return new ShardWriter(
        plan,
        List.copyOf(logs),
        progress,
        new WriteAdmission(64 << 20, new BytePool(128 << 20)),
        Meters.NONE);
  }

  private static Consumer<FakeLog.Append> stores() {
    var index = new AtomicInteger();
    return append -> append.future().complete(new Position(1, index.incrementAndGet()));
  }

  private static void rejects(FakeLog.Append append) {
    append.future().completeExceptionally(new LogRejectedException("no", null));
  }

  private static void isUnknown(FakeLog.Append append) {
    append.future().completeExceptionally(new LogOutcomeUnknownException("maybe", null));
  }

  private static StoredRecord record(String id, int textLength) {
    return StoredRecord.with(RecordKey.of(id), new float[] {1}, "x".repeat(textLength), Map.of());
  }

  private List<String> idsOf(int shard, int count) {
    return IntStream.iterate(0, number -> number + 1)
        .mapToObj(number -> "id-" + number)
        .filter(id -> plan.shardOf(RecordKey.of(id)).number() == shard)
        .limit(count)
        .toList();
  }

  private List<StoredRecord> recordsOfAllShards(int count) {
    return IntStream.range(0, 3)
        .boxed()
        .flatMap(shard -> idsOf(shard, count).stream())
        .map(id -> record(id, 10))
        .toList();
  }

  @Test
  void eachIdIsStoredOrNotOrUnknown() {
    ShardWriter writer = writer(stores(), ShardWriterTest::rejects, ShardWriterTest::isUnknown);

    WriteFailedException failed =
        catchThrowableOfType(
            WriteFailedException.class, () -> writer.put(recordsOfAllShards(4), TIME));

    assertThat(failed.stored()).containsExactlyInAnyOrderElementsOf(idsOf(0, 4));
    var rest = new ArrayList<>(idsOf(1, 4));
    rest.addAll(idsOf(2, 4));
    var told = new ArrayList<>(failed.notStored());
    told.addAll(failed.unknown());
    assertThat(told).containsExactlyInAnyOrderElementsOf(rest);
    assertThat(failed.notStored()).containsAll(idsOf(1, 4));
    assertThat(progress.getFirst().acknowledged()).isEqualTo(new Position(1, 1));
    assertThat(progress.getLast().acknowledged()).isEqualTo(Position.NONE);
  }

  @Test
  void whatIsUnknownHasItsOwnType() {
    ShardWriter writer =
        writer(ShardWriterTest::isUnknown, ShardWriterTest::isUnknown, ShardWriterTest::isUnknown);

    assertThatThrownBy(() -> writer.delete(idsOf(1, 1), null, TIME))
        .isInstanceOfSatisfying(
            WriteOutcomeUnknownException.class,
            failed -> assertThat(failed.unknown()).isEqualTo(idsOf(1, 1)));
    assertThatThrownBy(() -> writer.clear(TIME)).isInstanceOf(WriteOutcomeUnknownException.class);
  }

  @Test
  void afterAFailureNothingMoreIsSent() {
    ShardWriter writer =
        writer(ShardWriterTest::rejects, ShardWriterTest::rejects, ShardWriterTest::rejects);
    List<StoredRecord> records = idsOf(0, 60).stream().map(id -> record(id, 100_000)).toList();

    WriteFailedException failed =
        catchThrowableOfType(WriteFailedException.class, () -> writer.put(records, TIME));

    assertThat(logs.getFirst().appends).hasSize(1);
    assertThat(failed.notStored()).containsExactlyInAnyOrderElementsOf(idsOf(0, 60));
    assertThat(failed.unknown()).isEmpty();
  }

  /** Its log has been given one command and no more, since nothing is known of its pace. */
  @Test
  void nothingMoreIsSentWhereAFailureMakesRoomInTheLog() throws InterruptedException {
    ShardWriter writer = writer(append -> {}, append -> {}, append -> {});
    List<StoredRecord> records = idsOf(0, 20).stream().map(id -> record(id, 100_000)).toList();
    var failures = new ArrayList<Throwable>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    writer.put(records, WriteTime.of(Duration.ofMinutes(1)));
                  } catch (WriteFailedException failed) {
                    failures.add(failed);
                  }
                });
    FakeLog log = logs.getFirst();
    FakeLog.Append first = log.appends.take();
    isUnknown(first);

    assertThat(caller.join(BUDGET)).isTrue();
    assertThat(log.appends).isEmpty();
    assertThat(failures).singleElement().isInstanceOf(WriteOutcomeUnknownException.class);
  }

  /** Puts more than fits into the window of a log that answers once and never again. */
  private Thread puttingMuch(Duration timeout, List<Throwable> failures) {
    var answers = new AtomicInteger();
    Consumer<FakeLog.Append> once =
        append -> {
          if (answers.incrementAndGet() == 1) {
            append.future().complete(new Position(1, 1));
          }
        };
    ShardWriter writer = writer(once, once, once);
    List<StoredRecord> records = idsOf(0, 200).stream().map(id -> record(id, 100_000)).toList();
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                writer.put(records, WriteTime.of(timeout));
              } catch (WriteFailedException failed) {
                failures.add(failed);
              }
            });
  }

  @Test
  void nothingMoreIsSentWhereAFailureMakesTheRoom() throws InterruptedException {
    var failures = new ArrayList<Throwable>();
    Thread caller = puttingMuch(Duration.ofMinutes(1), failures);
    FakeLog log = logs.getFirst();
    Await.noProblem(
        BUDGET, () -> log.appends.size() == SENT ? "" : log.appends.size() + " in flight");
    Await.noProblem(
        BUDGET,
        () -> caller.getState() == Thread.State.TIMED_WAITING ? "" : "it is " + caller.getState());

    log.appends.forEach(ShardWriterTest::isUnknown);

    assertThat(caller.join(BUDGET)).isTrue();
    assertThat(log.appends).hasSize(SENT);
    assertThat(failures).singleElement().isInstanceOf(WriteOutcomeUnknownException.class);
  }

  @Test
  void aCallKeepsAFewCommandsInFlightAndEndsWhenNoneIsAnswered() throws InterruptedException {
    var failures = new ArrayList<Throwable>();
    Duration silence = Duration.ofSeconds(3);
    Thread caller = puttingMuch(silence, failures);
    FakeLog log = logs.getFirst();
    Await.noProblem(
        BUDGET, () -> log.appends.size() == SENT ? "" : log.appends.size() + " in flight");
    Await.noProblem(
        BUDGET,
        () ->
            caller.getState() == Thread.State.WAITING
                ? "" // for what the log was given, which ends by itself
                : "it is " + caller.getState());
    assertThat(log.appends).hasSize(SENT);
    assertThat(log.appends)
        .allSatisfy(append -> assertThat(append.timeout()).isLessThanOrEqualTo(silence));

    logs.getFirst().appends.forEach(ShardWriterTest::isUnknown);
    assertThat(caller.join(BUDGET)).isTrue();
    assertThat(failures)
        .singleElement()
        .isInstanceOfSatisfying(
            WriteOutcomeUnknownException.class,
            failed -> {
              assertThat(failed.stored()).isNotEmpty();
              assertThat(failed.unknown()).isNotEmpty();
              assertThat(failed.stored().size() + failed.unknown().size())
                  .isEqualTo(200 - failed.notStored().size());
            });
  }

  @Test
  void anAnswerAfterTheInterruptionChangesNothing() throws InterruptedException {
    ShardWriter writer = writer(append -> {}, append -> {}, append -> {});
    var failures = new ArrayList<WriteFailedException>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    writer.put(List.of(record(idsOf(0, 1).getFirst(), 10)), TIME);
                  } catch (WriteFailedException failed) {
                    failures.add(failed);
                  }
                });
    FakeLog.Append append = logs.getFirst().appends.take();
    caller.interrupt();
    assertThat(caller.join(BUDGET)).isTrue();
    append.future().complete(new Position(1, 1));

    assertThat(failures)
        .singleElement()
        .satisfies(failed -> assertThat(failed.unknown()).isEqualTo(idsOf(0, 1)));
    assertThat(progress.getFirst().acknowledged()).isEqualTo(new Position(1, 1));
  }
}
