package dev.quiver.benchmarks.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Searches per second of several contenders, measured in turn, round after round, so that what
 * slows the machine down for a while slows all of them.
 */
final class Rounds {
  private static final int BRIEF_ROUNDS = 3;

  private final Bench bench;
  private final int rounds;
  private final Duration round;

  private Rounds(Bench bench, int rounds, Duration round) {
    this.bench = bench;
    this.rounds = rounds;
    this.round = round;
  }

  static Rounds whole(Bench bench) {
    return new Rounds(bench, bench.settings().rounds(), bench.settings().round());
  }

  /** Few and short ones, for what there is much of. */
  static Rounds brief(Bench bench) {
    return new Rounds(
        bench,
        Math.min(BRIEF_ROUNDS, bench.settings().rounds()),
        bench.settings().round().dividedBy(2));
  }

  /** In the order given; the first round warms up and does not count. */
  List<Rates> search(List<Searched> contenders, int threads) {
    List<List<Rates.Round>> measured = new ArrayList<>();
    contenders.forEach(each -> measured.add(new ArrayList<>()));
    for (int i = 0; i <= rounds; i++) {
      for (int contender = 0; contender < contenders.size(); contender++) {
        Rates.Round one = measure(contenders.get(contender), threads);
        if (i > 0) {
          measured.get(contender).add(one);
        }
      }
    }
    return measured.stream().map(Rates::of).toList();
  }

  private Rates.Round measure(Searched contender, int threads) {
    var callers = new ArrayList<Callable<Long>>();
    for (int thread = 0; thread < threads; thread++) {
      int first = thread * bench.data().queries().length / threads;
      callers.add(() -> searches(contender, first));
    }
    long cpu = Machine.cpuNanos();
    long started = System.nanoTime();
    long searches = bench.crew().all(callers).stream().mapToLong(Long::longValue).sum();
    long nanos = System.nanoTime() - started;
    return new Rates.Round(searches * 1e9 / nanos, (Machine.cpuNanos() - cpu) / 1e3 / searches);
  }

  private long searches(Searched contender, int first) {
    float[][] queries = bench.data().queries();
    long started = System.nanoTime();
    long searches = 0;
    while (System.nanoTime() - started < round.toNanos()) {
      int query = (int) ((first + searches) % queries.length);
      if (contender.search(queries[query]).size() > Settings.K) {
        throw new IllegalStateException("no search may find more than " + Settings.K);
      }
      searches++;
    }
    return searches;
  }
}
