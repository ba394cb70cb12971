package dev.quiver.store.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.MetaCommand;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MetaCodecTest {
  private static final int ROUNDS = 5_000;

  @Test
  void aCommandThatComesBackDifferent() {
    long seed = Seed.next();
    var samples = new MetaSamples(seed);
    for (int i = 0; i < ROUNDS; i++) {
      MetaCommand command = samples.command();
      byte[] bytes = MetaCodec.encode(command);
      assertThat(MetaCodec.decode(bytes)).as("seed %d", seed).isEqualTo(command);
    }
  }

  @Test
  void aStateThatComesBackDifferent() {
    long seed = Seed.next();
    var samples = new MetaSamples(seed);
    int collections = 0;
    for (int i = 0; i < ROUNDS; i++) {
      ClusterState state = samples.state();
      byte[] bytes = StateCodec.encode(state);
      assertThat(StateCodec.decode(bytes)).as("seed %d", seed).isEqualTo(state);
      collections += state.collections().size();
    }
    assertThat(collections).as("seed %d", seed).isGreaterThan(ROUNDS);
  }

  @Test
  void aDamagedCommandThatBreaksTheReaderOrTheStateMachine() {
    long seed = Seed.next();
    var samples = new MetaSamples(seed);
    var damage = new Samples(seed);
    ClusterState state = samples.state();
    for (int i = 0; i < 4 * ROUNDS; i++) {
      byte[] damaged = damage.damage(MetaCodec.encode(samples.command()));
      try {
        state = state.apply(MetaCodec.decode(damaged));
      } catch (UnreadableFormatException expected) {
        assertThat(expected).hasMessageStartingWith("metadata command must be ");
      } catch (RuntimeException | Error other) {
        throw new AssertionError("seed " + seed + ", " + HexFormat.of().formatHex(damaged), other);
      }
    }
  }

  @Test
  void aBitFlippedOrBytesLostInASnapshotUnnoticed() {
    long seed = Seed.next();
    byte[] bytes = StateCodec.encode(new MetaSamples(seed).state());
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(seed, flipped);
    }
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(seed, Arrays.copyOf(bytes, length));
    }
    assertRefused(seed, Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused(seed, new byte[bytes.length]);
  }

  private static void assertRefused(long seed, byte[] bytes) {
    assertThatThrownBy(() -> StateCodec.decode(bytes))
        .as("seed %d", seed)
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessageStartingWith("metadata snapshot must ");
  }
}
