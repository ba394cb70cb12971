package dev.quiver.store.internal.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.port.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WriteOrderTest {
  private static final int SEEDS = 300;
  private static final int STEPS = 60;
  private static final int IDS = 6;

  /** A write as one sees it who compares it with every earlier one. */
  private static final class Seen {
    private final Turn turn;
    private final Footprint footprint;
    private final List<Seen> before;
    private boolean done;

    Seen(Turn turn, Footprint footprint, List<Seen> earlier) {
      this.turn = turn;
      this.footprint = footprint;
      this.before = earlier.stream().filter(other -> collides(other.footprint)).toList();
    }

    private boolean collides(Footprint other) {
      return !(footprint instanceof Footprint.Ids(var ids)
              && other instanceof Footprint.Ids(var others))
          || ids.stream().anyMatch(others::contains);
    }

    boolean mayBegin() {
      return before.stream().allMatch(Seen::hasEnded);
    }

    private boolean hasEnded() {
      return done && mayBegin();
    }
  }

  /** A write that begins beside one it collides with, or that waits for one that has ended. */
  @Test
  void beginsWhenAllEarlierOnesItMayCollideWithHaveEnded() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var random = new SplittableRandom(seed);
      var order = new WriteOrder();
      var all = new ArrayList<Seen>();
      for (int step = 0; step < STEPS; step++) {
        if (all.isEmpty() || random.nextInt(2) == 0) {
          Footprint footprint = footprint(random);
          all.add(new Seen(order.enter(footprint), footprint, List.copyOf(all)));
        } else {
          end(all.get(random.nextInt(all.size())));
        }
        for (Seen write : all) {
          assertThat(write.turn.await(Deadline.after(Duration.ZERO)))
              .as("seed %d, step %d, %s", seed, step, write.footprint)
              .isEqualTo(write.mayBegin());
        }
      }
    }
  }

  private static void end(Seen write) {
    if (!write.done) {
      write.done = true;
      write.turn.end();
    }
  }

  private static Footprint footprint(SplittableRandom random) {
    if (random.nextInt(5) == 0) {
      return new Footprint.Any();
    }
    var ids = new HashSet<String>();
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      ids.add("id-" + random.nextInt(IDS));
    }
    return new Footprint.Ids(List.copyOf(ids));
  }
}
