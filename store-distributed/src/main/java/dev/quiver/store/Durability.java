package dev.quiver.store;

import java.time.Duration;

/** When a write counts as safe. */
public sealed interface Durability {

  /** When a majority of the replicas has it on disk: no crash takes it back. */
  static Durability everyWrite() {
    return new EveryWrite();
  }

  /**
   * When a majority has it in memory; the disks follow within the interval. A power cut or a killed
   * process loses at most the writes of the last interval, and what is left is a prefix of them.
   */
  static Durability interval(Duration interval) {
    return new Interval(interval);
  }

  /** See {@link #everyWrite()}. */
  record EveryWrite() implements Durability {}

  /** See {@link #interval(Duration)}. */
  record Interval(Duration interval) implements Durability {
    public Interval {
      Check.positive("interval", interval);
    }
  }
}
