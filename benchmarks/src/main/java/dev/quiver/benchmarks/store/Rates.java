package dev.quiver.benchmarks.store;

import java.util.List;

/**
 * How fast a contender searched, round by round.
 *
 * @param perSecond searches per second by the clock
 * @param cpuMicros processor time of the whole process per search, which counts other threads and
 *     collections in, and other processes out
 */
record Rates(Figure perSecond, Figure cpuMicros) {

  static Rates of(List<Round> rounds) {
    return new Rates(
        Figure.of(rounds.stream().map(Round::perSecond).toList()),
        Figure.of(rounds.stream().map(Round::cpuMicros).toList()));
  }

  double median() {
    return perSecond.median();
  }

  /** One measurement. */
  record Round(double perSecond, double cpuMicros) {}
}
