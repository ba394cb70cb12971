package dev.quiver.benchmarks.crash;

import java.util.EnumSet;

/** What a store can be in the middle of, told by what its threads are at; several at once often. */
enum Phase {
  /** A command is written to a log's file, or forced to the disk. */
  APPEND,
  /** A command goes into an index. */
  APPLY,
  /** An index is made durable. */
  COMMIT,
  /** Segments of an index become one. */
  MERGE,
  /** A state is made durable as a whole and its log trimmed, or the collection is copied. */
  SNAPSHOT;

  /** Adds what a thread with this stack is at. */
  static void addTo(EnumSet<Phase> phases, StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String name = nameOf(frame);
      for (Phase phase : values()) {
        if (phase.isAt(name)) {
          phases.add(phase);
        }
      }
    }
  }

  private boolean isAt(String method) {
    return switch (this) {
      case APPEND ->
          method.equals("SegmentedRaftLogWorker$WriteLog.execute")
              || method.startsWith("SegmentedRaftLogWorker.flush");
      case APPLY -> method.equals("LuceneShardIndex.apply");
      case COMMIT -> method.equals("LuceneShardIndex.commitHere");
      case MERGE -> method.equals("IndexWriter.mergeMiddle");
      case SNAPSHOT ->
          method.equals("LogStateMachine.checkpoint")
              || method.equals("LogStateMachine.takeSnapshot")
              || method.equals("SnapshotWriter.copy");
    };
  }

  private static String nameOf(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
  }
}
