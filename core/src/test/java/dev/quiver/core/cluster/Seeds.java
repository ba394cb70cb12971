package dev.quiver.core.cluster;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/**
 * The seeds of a random test: 1 to n, or the one given with {@code -Dquiver.seed=}. A failure names
 * the seed that replays it. {@code -Dquiver.seeds=} says how many where a test takes few of many.
 */
public final class Seeds {
  private static final String PROPERTY = "quiver.seed";

  private static final String COUNT = "quiver.seeds";

  private Seeds() {}

  /** How many to take: as many as were asked for, else what the gate can afford. */
  public static int count(int usual) {
    return Integer.getInteger(COUNT, usual);
  }

  /** One run of a random test. */
  @FunctionalInterface
  public interface Trial {
    void run(RandomGenerator random);
  }

  public static void each(int count, Trial trial) {
    Long only = Long.getLong(PROPERTY);
    LongStream seeds = only == null ? LongStream.rangeClosed(1, count) : LongStream.of(only);
    seeds.forEach(
        seed -> {
          try {
            trial.run(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                "replay with -D" + PROPERTY + "=" + seed + ": " + e.getMessage(), e);
          }
        });
  }
}
