package dev.quiver.store.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request or an answer loses on its way, and bytes that pass for one. */
class AskCodecTest {
  private static final int ROUNDS = 3_000;

  private final long seed = Seed.next();
  private final AskSamples samples = new AskSamples(seed);

  @Test
  void aRequestThatComesBackDifferent() {
    for (int i = 0; i < ROUNDS; i++) {
      ShardAsk<?> ask = samples.ask();
      byte[] bytes = AskCodec.encode(ask);
      ShardAsk<?> back = AskCodec.decode(ByteBuffer.wrap(bytes));
      assertThat(AskCodec.encode(back)).as("seed %d, %s", seed, ask).isEqualTo(bytes);
      assertThat(back.atLeast()).isEqualTo(ask.atLeast());
      assertThat(back.newest()).isEqualTo(ask.newest());
      assertThat(back.reading().kind()).isEqualTo(ask.reading().kind());
      assertThat(back.lendsThread()).as("a thread elsewhere cannot be lent").isFalse();
    }
  }

  @Test
  void aDeadlineThatIsComparedByTwoClocks() {
    var deadline = Deadline.after(Duration.ofMinutes(1));
    var ask = new ShardAsk<>(samples.positions(), false, new Reading.Count(null), deadline, true);

    Deadline back = AskCodec.decode(ByteBuffer.wrap(AskCodec.encode(ask))).deadline();

    assertThat(back.budget()).isEqualTo(Duration.ofMinutes(1));
    assertThat(back.remainingNanos())
        .isBetween(Duration.ofSeconds(1).toNanos(), Duration.ofMinutes(1).toNanos());
  }

  @Test
  void anAnswerThatComesBackDifferent() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      roundTrip(samples.reading(3));
    }
  }

  private <T> void roundTrip(Reading<T> reading) throws IOException {
    T value = reading.from(samples.source());
    try (var answer =
        new ShardAnswer<>(new NodeId("node-1"), samples.positions(), value, () -> {})) {
      byte[] bytes = ShardAnswerCodec.encode(reading, answer);
      try (ShardAnswer<T> back = ShardAnswerCodec.decode(reading, ByteBuffer.wrap(bytes))) {
        assertThat(ShardAnswerCodec.encode(reading, back))
            .as("seed %d, %s", seed, reading)
            .isEqualTo(bytes);
        assertThat(back.positions()).isEqualTo(answer.positions());
        assertThat(back.node()).isEqualTo(answer.node());
      }
    }
  }

  static Stream<RuntimeException> refusals() {
    var gone = new StoreUnavailableException("its disk is broken", null);
    return Stream.of(
        new NodeBusyException("node-1", "queue of searches", 64),
        new ReplicaBehindException(
            "node-2", new ShardId(3), new Position(2, 9), new Position(1, 7)),
        new DeadlineExceededException("the read", Duration.ofMillis(50)),
        new ShardUnavailableException(List.of(new ShardId(1), new ShardId(4)), 6, null),
        new ShardUnavailableException(List.of(new ShardId(1)), 1, gone),
        new IllegalArgumentException("vector must have 3 components, but had 2"),
        new StoreUnavailableException("node-1 cannot read [shard-0]: no space", null));
  }

  /** Whether to ask another replica, and how soon, hangs on type, shard and message. */
  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalThatArrivesAsAnother(RuntimeException sent) {
    ByteBuffer bytes = ByteBuffer.wrap(ShardAnswerCodec.encode(sent));

    assertThatThrownBy(() -> ShardAnswerCodec.decode(new Reading.Count(null), bytes))
        .isExactlyInstanceOf(sent.getClass())
        .hasMessage(sent.getMessage())
        .satisfies(
            back -> {
              if (sent instanceof ShardUnavailableException missing) {
                assertThat(((ShardUnavailableException) back).shards()).isEqualTo(missing.shards());
              }
              if (sent instanceof ReplicaBehindException behind) {
                assertThat(((ReplicaBehindException) back).shard()).isEqualTo(behind.shard());
              }
            });
  }

  @Test
  void anythingElseThatGoesWrongOnANodeArrivesInWords() {
    ByteBuffer bytes = ByteBuffer.wrap(ShardAnswerCodec.encode(new IllegalStateException()));

    assertThatThrownBy(() -> ShardAnswerCodec.decode(new Reading.Count(null), bytes))
        .isExactlyInstanceOf(StoreUnavailableException.class)
        .hasMessage("IllegalStateException");
  }

  @Test
  void damagedBytesThatBreakTheReader() throws IOException {
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Reading<?> reading = samples.reading(2);
      byte[] answer = samples.damage(encoded(reading));
      byte[] ask = samples.damage(AskCodec.encode(samples.ask()));
      refused += isRefused(ask, () -> AskCodec.decode(ByteBuffer.wrap(ask))) ? 1 : 0;
      refused +=
          isRefused(answer, () -> ShardAnswerCodec.decode(reading, ByteBuffer.wrap(answer)))
              ? 1
              : 0;
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(ROUNDS / 5);
  }

  private <T> byte[] encoded(Reading<T> reading) throws IOException {
    T value = reading.from(samples.source());
    return ShardAnswerCodec.encode(
        reading, new ShardAnswer<>(new NodeId("n"), samples.positions(), value, () -> {}));
  }

  private boolean isRefused(byte[] bytes, Runnable decode) {
    try {
      decode.run();
      return false;
    } catch (UnreadableFormatException expected) {
      return true;
    } catch (QuiverException | IllegalArgumentException refusal) {
      return false; // what the bytes now say, a refusal, is a value like any other
    } catch (RuntimeException | Error other) {
      throw new AssertionError("seed " + seed + ", " + HexFormat.of().formatHex(bytes), other);
    }
  }

  @Test
  void anAnswerToAnotherReadingTakenForThisOne() throws IOException {
    ByteBuffer count = ByteBuffer.wrap(encoded(new Reading.Count(null)));

    assertThatThrownBy(
            () -> ShardAnswerCodec.decode(new Reading.Get(List.of("a"), null), count))
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessageContaining("must be of kind RECORDS, but was COUNT");
  }
}
