package dev.quiver.benchmarks.crash;

import java.util.EnumSet;

/** What the victim tells through its standard output while it lives. */
sealed interface Report {

  /** A record that was there when the store was opened. */
  record Found(String id, Held held) implements Report {}

  /** All records were told of; writing begins. */
  record Opened() implements Report {}

  /** A call has returned. The writer does not go on before this is said. */
  record Acknowledged(int writer, int operation) implements Report {}

  /** What the store was in the middle of a moment ago. */
  record Seen(EnumSet<Phase> phases) implements Report {}

  /** Something threw, and the victim ends. */
  record Failed(String why) implements Report {}
}
