package dev.quiver.store.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Buffers that together pass their limit, or a small one that pays for a large one. */
class SharedBuffersTest {
  private static final long LIMIT = 1_000;

  private final SharedBuffers buffers = new SharedBuffers(LIMIT);
  private final List<String> writtenOut = new ArrayList<>();

  /** A buffer that is empty once it is written out, down to what it keeps in any case. */
  private final class Buffer {
    final SharedBuffers.Share share;
    private final String name;
    private final long keeps;
    private long bytes;

    Buffer(String name, long keeps) {
      this.name = name;
      this.keeps = keeps;
      this.share = buffers.share(this::writeOut);
    }

    private void writeOut() {
      writtenOut.add(name);
      bytes = Math.min(bytes, keeps);
      share.holds(bytes);
    }

    void fill(long more) {
      bytes += more;
      share.filled(bytes);
    }
  }

  @Test
  void theLargestIsWrittenOutWhoeverFills() {
    var idle = new Buffer("idle", 0);
    var large = new Buffer("large", 0);
    var busy = new Buffer("busy", 0);
    idle.fill(10);
    large.fill(700);
    busy.fill(290);
    assertThat(writtenOut).as("all of it is used").isEmpty();

    busy.fill(1);

    assertThat(writtenOut).containsExactly("large");
    assertThat(buffers.total()).isEqualTo(301);
  }

  @Test
  void oneThatIsAloneHasEverything() {
    for (int i = 0; i < 50; i++) {
      new Buffer("idle-" + i, 0).fill(0);
    }
    var busy = new Buffer("busy", 0);
    busy.fill(LIMIT);
    assertThat(writtenOut).isEmpty();
    busy.fill(1);
    assertThat(writtenOut).containsExactly("busy");
  }

  @Test
  void oneThatGrowsNoSmallerIsTriedOnce() {
    var stubborn = new Buffer("stubborn", LIMIT);
    var other = new Buffer("other", 0);
    stubborn.fill(900);
    other.fill(200);
    assertThat(writtenOut).containsExactly("stubborn", "other");
    assertThat(buffers.total()).isEqualTo(900);
  }

  @Test
  void oneThatIsClosedHoldsNothing() {
    var closed = new Buffer("closed", 0);
    closed.fill(600);
    closed.share.close();
    closed.share.holds(5_000);
    assertThat(buffers.total()).isZero();
    new Buffer("other", 0).fill(LIMIT);
    assertThat(writtenOut).isEmpty();
  }

  @Test
  void manyNeverHoldMoreThanTheLimit() {
    var random = new Random(7);
    List<Buffer> many = new ArrayList<>();
    for (int i = 0; i < 72; i++) {
      many.add(new Buffer("buffer-" + i, 0));
    }
    for (int i = 0; i < 10_000; i++) {
      many.get(random.nextInt(many.size())).fill(random.nextInt(100));
      assertThat(buffers.total()).isBetween(0L, LIMIT);
    }
    assertThat(many.stream().mapToLong(buffer -> buffer.bytes).sum()).isEqualTo(buffers.total());
  }
}
