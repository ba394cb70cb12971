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
@Timeout(30)
class ShardWriterTest {
  private static final Duration BUDGET = Duration.ofSeconds(5);

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
        plan, List.copyOf(logs), progress, new WriteAdmission(64 << 20), Meters.NONE);
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
            WriteFailedException.class, () -> writer.put(recordsOfAllShards(4), BUDGET));

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

    assertThatThrownBy(() -> writer.delete(idsOf(1, 1), null, BUDGET))
        .isInstanceOfSatisfying(
            WriteOutcomeUnknownException.class,
            failed -> assertThat(failed.unknown()).isEqualTo(idsOf(1, 1)));
    assertThatThrownBy(() -> writer.clear(BUDGET)).isInstanceOf(WriteOutcomeUnknownException.class);
  }

  @Test
  void afterAFailureNothingMoreIsSent() {
    ShardWriter writer =
        writer(ShardWriterTest::rejects, ShardWriterTest::rejects, ShardWriterTest::rejects);
    List<StoredRecord> records = idsOf(0, 60).stream().map(id -> record(id, 100_000)).toList();

    WriteFailedException failed =
        catchThrowableOfType(WriteFailedException.class, () -> writer.put(records, BUDGET));

    assertThat(logs.getFirst().appends).hasSize(1);
    assertThat(failed.notStored()).containsExactlyInAnyOrderElementsOf(idsOf(0, 60));
    assertThat(failed.unknown()).isEmpty();
  }

  /** Puts more than fits into the window of a log that never answers. */
  private Thread puttingMuch(Duration timeout, List<Throwable> failures) {
    Consumer<FakeLog.Append> never = append -> {};
    ShardWriter writer = writer(never, never, never);
    List<StoredRecord> records = idsOf(0, 200).stream().map(id -> record(id, 100_000)).toList();
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                writer.put(records, timeout);
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
    Await.noProblem(BUDGET, () -> log.appends.size() == 8 ? "" : log.appends.size() + " in flight");
    Await.noProblem(
        BUDGET,
        () -> caller.getState() == Thread.State.TIMED_WAITING ? "" : "it is " + caller.getState());

    log.appends.forEach(ShardWriterTest::isUnknown);

    assertThat(caller.join(BUDGET)).isTrue();
    assertThat(log.appends).hasSize(8);
    assertThat(failures).singleElement().isInstanceOf(WriteOutcomeUnknownException.class);
  }

  @Test
  void aCallKeepsAFewCommandsInFlightAndEndsAtItsDeadline() throws InterruptedException {
    var failures = new ArrayList<Throwable>();
    Thread caller = puttingMuch(Duration.ofMillis(300), failures);
    assertThat(caller.join(Duration.ofMillis(600))).as("a log ends what it was given").isFalse();
    assertThat(logs.getFirst().appends).hasSize(8);
    assertThat(logs.getFirst().appends)
        .allSatisfy(
            append -> assertThat(append.timeout()).isLessThanOrEqualTo(Duration.ofMillis(300)));

    logs.getFirst().appends.forEach(ShardWriterTest::isUnknown);
    assertThat(caller.join(BUDGET)).isTrue();
    assertThat(failures)
        .singleElement()
        .isInstanceOfSatisfying(
            WriteOutcomeUnknownException.class,
            failed -> {
              assertThat(failed.stored()).isEmpty();
              assertThat(failed.unknown()).isNotEmpty();
              assertThat(failed.unknown().size() + failed.notStored().size()).isEqualTo(200);
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
                    writer.put(List.of(record(idsOf(0, 1).getFirst(), 10)), BUDGET);
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
