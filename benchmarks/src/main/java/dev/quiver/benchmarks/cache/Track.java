package dev.quiver.benchmarks.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * The states one record has been in, in order. One writer changes the record at a time, so a search
 * must show a state between the last one acknowledged before it began and the last one begun before
 * it ended. Thread-safe.
 */
final class Track {
  /** The state of a record that is not there. */
  static final int ABSENT = -1;

  private final List<Integer> states = new ArrayList<>(List.of(ABSENT));
  private int acknowledged;

  /** A write begins. */
  synchronized void begin(int state) {
    states.add(state);
  }

  /** All writes begun are acknowledged. */
  synchronized void acknowledge() {
    acknowledged = states.size() - 1;
  }

  synchronized int acknowledged() {
    return acknowledged;
  }

  synchronized int current() {
    return states.getLast();
  }

  /** Whether the record was in this state at or after the given one. */
  synchronized boolean hasBeen(int state, int since) {
    return states.subList(since, states.size()).contains(state);
  }

  /** Whether the record was ever in this state, counted from the last recovery. */
  synchronized boolean isFromBefore(int state, int since) {
    return states.subList(0, since).contains(state);
  }
}
