package dev.quiver.benchmarks.store;

import java.util.HashMap;
import java.util.Map;

/** The true neighbours among any share of the first records, each found once. */
final class Truths {
  private final Dataset data;
  private final Crew crew;
  private final Map<Among, Truth> found = new HashMap<>();

  private record Among(Share share, int records) {}

  Truths(Dataset data, Crew crew) {
    this.data = data;
    this.crew = crew;
  }

  Truth of(Share share, int records) {
    return found.computeIfAbsent(
        new Among(share, records),
        any -> Truth.of(data, record -> record < records && share.holds(record), crew));
  }

  Truth whole() {
    return of(Share.ALL, data.size());
  }
}
