package dev.quiver.examples.ingest;

/** What the command tells the shell or the scheduler that started it. */
final class ExitCode {
  static final int DONE = 0;
  static final int SOME_FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int ABORTED = 3;

  /** What the JVM ends with anyway after Ctrl-C. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
