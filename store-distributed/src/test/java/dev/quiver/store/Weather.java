package dev.quiver.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What happens to messages on their way. */
interface Weather {
  /** How often a request arrives. */
  int copies();

  boolean loses();

  Duration delay();

  static Weather fair() {
    return new Weather() {
      @Override
      public int copies() {
        return 1;
      }

      @Override
      public boolean loses() {
        return false;
      }

      @Override
      public Duration delay() {
        return Duration.ZERO;
      }
    };
  }

  /**
   * Of fifty messages one is lost, one comes twice and one so late that others overtake it. Not at
   * random: a request that is sent again is not lost again.
   */
  static Weather rough() {
    return new Weather() {
      private final AtomicLong sent = new AtomicLong();
      private final AtomicLong asked = new AtomicLong();
      private final AtomicLong arrived = new AtomicLong();

      private boolean isFiftieth(AtomicLong count) {
        return count.incrementAndGet() % 50 == 0;
      }

      @Override
      public int copies() {
        return isFiftieth(asked) ? 2 : 1;
      }

      @Override
      public boolean loses() {
        return isFiftieth(sent);
      }

      @Override
      public Duration delay() {
        return isFiftieth(arrived) ? Duration.ofMillis(20) : Duration.ZERO;
      }
    };
  }
}
