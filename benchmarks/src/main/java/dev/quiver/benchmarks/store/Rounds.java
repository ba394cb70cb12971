package dev.quiver.benchmarks.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Searches per second of several contenders, measured in turn, round after round, so that what
 * slows the machine down for a while slows all of them.
 */
final class Rounds {
  private final Dataset data;
  private final Settings settings;
  private final Crew crew;

  Rounds(Dataset data, Settings settings, Crew crew) {
    this.data = data;
    this.settings = settings;
    this.crew = crew;
  }

  /** By name; the first round warms up and does not count. */
  Map<String, Rates> search(List<? extends Contender> contenders, int threads) {
    Map<String, List<Rates.Round>> measured = new LinkedHashMap<>();
    for (int round = 0; round <= settings.rounds(); round++) {
      for (Contender contender : contenders) {
        Rates.Round one = round(contender, threads);
        List<Rates.Round> kept =
            measured.computeIfAbsent(contender.name(), any -> new ArrayList<>());
        if (round > 0) {
          kept.add(one);
        }
      }
    }
    Map<String, Rates> rates = new LinkedHashMap<>();
    measured.forEach((name, rounds) -> rates.put(name, Rates.of(rounds)));
    return rates;
  }

  private Rates.Round round(Contender contender, int threads) {
    var callers = new ArrayList<Callable<Long>>();
    for (int thread = 0; thread < threads; thread++) {
      int first = thread * data.queries().length / threads;
      callers.add(() -> searches(contender, first));
    }
    long cpu = Machine.cpuNanos();
    long started = System.nanoTime();
    long searches = crew.all(callers).stream().mapToLong(Long::longValue).sum();
    long nanos = System.nanoTime() - started;
    return new Rates.Round(searches * 1e9 / nanos, (Machine.cpuNanos() - cpu) / 1e3 / searches);
  }

  private long searches(Contender contender, int first) {
    float[][] queries = data.queries();
    long started = System.nanoTime();
    long searches = 0;
    while (System.nanoTime() - started < settings.round().toNanos()) {
      int query = (int) ((first + searches) % queries.length);
      if (contender.search(queries[query]).size() != Settings.K) {
        throw new IllegalStateException(contender.name() + " must find " + Settings.K);
      }
      searches++;
    }
    return searches;
  }
}
