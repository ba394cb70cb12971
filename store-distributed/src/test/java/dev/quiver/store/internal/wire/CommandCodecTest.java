package dev.quiver.store.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandCodecTest {
  private static final Predicate ONE =
      new Predicate.Compare("k", Predicate.Comparison.EQUAL, new Value.Num(1));
  private static final Predicate TWO =
      new Predicate.Compare("k", Predicate.Comparison.EQUAL, new Value.Num(2));

  @Test
  void aCommandThatComesBackDifferent() {
    long seed = Seed.next();
    var samples = new Samples(seed);
    for (int i = 0; i < 5_000; i++) {
      Command command = samples.command();
      byte[] bytes = CommandCodec.encode(command);
      Command decoded = CommandCodec.decode(bytes);
      assertThat(CommandCodec.encode(decoded)).as("seed %d, %s", seed, command).isEqualTo(bytes);
      if (command instanceof Command.Put) {
        assertThat(decoded).as("seed %d", seed).isEqualTo(command);
      }
    }
  }

  @Test
  void aPredicateThatMeansSomethingElseAfterwards() {
    long seed = Seed.next();
    var samples = new Samples(seed);
    var chain = new ArrayList<Predicate>();
    for (int i = 0; i < 2_000; i++) {
      chain.add(samples.predicate(3));
      Predicate sent = chain.stream().reduce(Predicate.Or::new).orElseThrow();
      Predicate back = sendAndReceive(sent);
      Map<String, Value> metadata = samples.record().metadata();
      assertThat(back.matches(metadata))
          .as("seed %d, %s", seed, sent)
          .isEqualTo(sent.matches(metadata));
      if (chain.size() == 12) {
        chain.clear();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 6, 7, 8, 384})
  void aVectorBitLostAtSomeLength(int dimension) {
    int[] bits = {0x7f80_0001, 0x8000_0000, 0xffc1_2345, 0x7fff_ffff, 0x3f80_0000};
    var vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = Float.intBitsToFloat(bits[i % bits.length]);
    }
    var put = new Command.Put(List.of(StoredRecord.bare(RecordKey.of("a"), vector)));
    byte[] bytes = CommandCodec.encode(put);

    for (ByteBuffer buffer : List.of(ByteBuffer.wrap(bytes), direct(bytes), inTheMiddle(bytes))) {
      var back = (Command.Put) CommandCodec.decode(buffer);
      float[] decoded = back.records().getFirst().vector();
      assertThat(IntStream.range(0, dimension).map(i -> Float.floatToRawIntBits(decoded[i])))
          .containsExactly(
              IntStream.range(0, dimension).mapToObj(i -> bits[i % 5]).toArray(Integer[]::new));
      assertThat(buffer.remaining()).isEqualTo(bytes.length);
    }
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static ByteBuffer inTheMiddle(byte[] bytes) {
    ByteBuffer larger = ByteBuffer.allocate(bytes.length + 10);
    return larger.position(7).put(bytes).position(7).limit(7 + bytes.length).asReadOnlyBuffer();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "größer", "\ud83d\ude00", "\ud83d", "\ude00\ud83d", "a\ud800b", "\0"})
  void aStringThatComesBackDifferent(String text) {
    var record =
        StoredRecord.with(
            new RecordKey(text, text), new float[] {1}, text, Map.of(text, new Value.Text(text)));
    var put = new Command.Put(List.of(record));
    assertThat(CommandCodec.decode(CommandCodec.encode(put))).isEqualTo(put);
  }

  @Test
  void anEstimateBelowTheTruthOrFarAboveIt() {
    long seed = Seed.next();
    var samples = new Samples(seed);
    int empty = CommandCodec.encode(new Command.Put(List.of())).length;
    assertThat(empty).isLessThanOrEqualTo(CommandCodec.OVERHEAD);
    for (int i = 0; i < 5_000; i++) {
      StoredRecord record = samples.record();
      long actual = CommandCodec.encode(new Command.Put(List.of(record))).length;
      long slack = 64L + 64L * record.metadata().size();
      assertThat(CommandCodec.sizeOf(record) + CommandCodec.OVERHEAD)
          .as("seed %d, %s", seed, record)
          .isBetween(actual, actual + slack);

      String id = samples.text();
      int delete = CommandCodec.encode(new Command.DeleteIds(List.of(id), null)).length;
      assertThat(CommandCodec.sizeOf(id) + CommandCodec.OVERHEAD)
          .isBetween((long) delete, delete + 64L);
    }
  }

  @Test
  void aLongChainThatOverflowsAStackOrIsRefused() {
    for (int length : new int[] {1_000, 100_000}) {
      Predicate left = ONE;
      Predicate right = ONE;
      for (int i = 0; i < length; i++) {
        left = new Predicate.And(left, TWO);
        right = new Predicate.Or(TWO, right);
      }
      Map<String, Value> metadata = Map.of("k", new Value.Num(1));
      assertThat(sendAndReceive(left).matches(metadata)).isFalse();
      assertThat(sendAndReceive(right).matches(metadata)).isTrue();
    }
  }

  private static Predicate sendAndReceive(Predicate predicate) {
    byte[] bytes = CommandCodec.encode(new Command.DeleteWhere(predicate));
    var command = (Command.DeleteWhere) CommandCodec.decode(bytes);
    assertThat(CommandCodec.encode(command)).isEqualTo(bytes);
    return command.where();
  }

  @Test
  void aDepthThatIsAppendedButCannotBeRead() {
    Predicate deepest = alternating(PredicateForm.MAX_DEPTH);
    byte[] bytes = CommandCodec.encode(new Command.DeleteIds(List.of("a"), deepest));
    assertThat(CommandCodec.encode(CommandCodec.decode(bytes))).isEqualTo(bytes);

    for (int depth : new int[] {PredicateForm.MAX_DEPTH + 1, 10_000}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CommandCodec.encode(new Command.DeleteWhere(alternating(depth))))
          .withMessage("filter must nest at most 64 operators, but nests more");
    }
  }

  private static Predicate alternating(int depth) {
    Predicate predicate = ONE;
    for (int i = 1; i < depth; i++) {
      predicate =
          switch (i % 3) {
            case 0 -> new Predicate.And(predicate, TWO);
            case 1 -> new Predicate.Or(TWO, predicate);
            default -> new Predicate.Not(predicate);
          };
    }
    return predicate;
  }

  @Test
  void aLaterFormatTakenForThisOne() {
    assertThatThrownBy(() -> CommandCodec.decode(new byte[] {8, 2, 42, 0}))
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessage("command must be in format 1, but was in format 2");
    assertThatThrownBy(() -> CommandCodec.decode(new byte[0]))
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessage("command must be in format 1, but was without a format number");
  }

  @Test
  void aFieldSkippedBecauseItIsUnknown() {
    byte[] withField9 = {8, 1, 42, 2, 72, 1};
    assertThatThrownBy(() -> CommandCodec.decode(withField9))
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessageContaining("Clear has unknown fields [9]");
  }
}
