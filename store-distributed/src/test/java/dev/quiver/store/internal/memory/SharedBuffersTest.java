package dev.quiver.store.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Buffers that together pass their limit, or a small one that pays for a large one. */
class SharedBuffersTest {
  private static final long LIMIT = 1_000;
  private static final long OWN_SIZE = 1_000;

  private final SharedBuffers buffers = new SharedBuffers(LIMIT);
  private final List<String> writtenOut = new ArrayList<>();

  /** At once, unless a test has put something else here. */
  private Executor background = Runnable::run;

  /** A buffer that is empty once it is written out, down to what it keeps in any case. */
  private final class Buffer {
    final SharedBuffers.Share share;
    private final String name;
    private final long keeps;
    private long bytes;

    Buffer(String name, long keeps) {
      this.name = name;
      this.keeps = keeps;
      this.share = buffers.share(OWN_SIZE, background, this::writeOut);
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
  void oneThatGrowsNoSmallerEndsTheSearch() {
    var stubborn = new Buffer("stubborn", LIMIT);
    var other = new Buffer("other", 0);
    stubborn.fill(900);
    other.fill(200);
    assertThat(writtenOut).containsExactly("stubborn");
    assertThat(buffers.total()).as("nobody waits for what never comes").isEqualTo(1_100);
  }

  @Test
  void nobodyWaitsForABufferThatIsWrittenOutUnlessAllAreFull() throws Exception {
    var tasks = new LinkedBlockingQueue<Runnable>();
    background = tasks::add;
    var large = new Buffer("large", 0);
    var busy = new Buffer("busy", 0);
    large.fill(900);
    busy.fill(200);
    busy.fill(100);
    assertThat(tasks).as("one is enough").hasSize(1);
    var filling = new FutureTask<>(() -> busy.fill(100), true);
    Thread.ofPlatform().start(filling);
    assertThatThrownBy(() -> filling.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    tasks.take().run();

    assertThat(filling.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(writtenOut).containsExactly("large");
    assertThat(buffers.total()).isEqualTo(400);
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
