package dev.quiver.store.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.model.Command;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are not what was written: a value or the one exception, never anything else. */
class DamagedBytesTest {
  private static final int ROUNDS = 20_000;

  @Test
  void aDamagedCommandThatBreaksTheReader() {
    long seed = Seed.next();
    var samples = new Samples(seed);
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = samples.damage(CommandCodec.encode(samples.command()));
      Command survivor = readOrRefuse(seed, damaged);
      if (survivor == null) {
        refused++;
      } else {
        CommandCodec.encode(survivor);
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(ROUNDS / 10);
  }

  private static @Nullable Command readOrRefuse(long seed, byte[] bytes) {
    try {
      return CommandCodec.decode(bytes);
    } catch (UnreadableFormatException expected) {
      return null;
    } catch (RuntimeException | Error other) {
      throw new AssertionError("seed " + seed + ", " + HexFormat.of().formatHex(bytes), other);
    }
  }

  @Test
  void aDamagedPayloadThatBreaksTheReader() {
    long seed = Seed.next();
    var samples = new Samples(seed);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = samples.damage(PayloadCodec.encode(samples.record()));
      try {
        PayloadCodec.decode(ByteBuffer.wrap(damaged), new float[] {1});
      } catch (UnreadableFormatException expected) {
        assertThat(expected).hasMessageStartingWith("payload must be ");
      } catch (RuntimeException | Error other) {
        throw new AssertionError("seed " + seed + ", " + HexFormat.of().formatHex(damaged), other);
      }
    }
  }

  @Test
  void aCommandCutShortThatIsTakenForAWholeOne() {
    long seed = Seed.next();
    var samples = new Samples(seed);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = CommandCodec.encode(new Command.Put(List.of(samples.record())));
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> CommandCodec.decode(cut))
            .as("seed %d", seed)
            .isInstanceOf(UnreadableFormatException.class);
      }
    }
  }

  /** Lengths of up to 2 GiB with nothing behind them, at each level. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0801 12ffffffff07",
        "0801 1206 0affffffff07",
        "0801 1208 0a06 12ffffffff07",
        "0801 120a 0a08 0a06 0a04 0affff7f",
        "0801 12ffffffffffffffffff01",
        "0801 1aff808080ffffffffff01",
        "0801 22ffffffff0f",
      })
  void aHugeLengthThatIsAllocated(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    Consumer<byte[]> decode = CommandCodec::decode;
    assertThatThrownBy(() -> decode.accept(bytes)).isInstanceOf(UnreadableFormatException.class);
  }

  @Test
  void nestingThatOverflowsTheStack() {
    byte[] bytes = {};
    for (int i = 0; i < 3_000; i++) {
      bytes = field(7, bytes);
    }
    byte[] where = field(1, bytes);
    byte[] nested = field(4, where);
    byte[] command = new byte[nested.length + 2];
    command[0] = 8;
    command[1] = 1;
    System.arraycopy(nested, 0, command, 2, nested.length);
    assertThatThrownBy(() -> CommandCodec.decode(command))
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessageContaining("too many levels of nesting");
  }

  /** A length-delimited field, spelled by hand. */
  private static byte[] field(int number, byte[] content) {
    ByteBuffer buffer = ByteBuffer.allocate(content.length + 6).put((byte) (number << 3 | 2));
    int length = content.length;
    for (; length > 0x7f; length >>>= 7) {
      buffer.put((byte) ((length & 0x7f) | 0x80));
    }
    buffer.put((byte) length).put(content);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
