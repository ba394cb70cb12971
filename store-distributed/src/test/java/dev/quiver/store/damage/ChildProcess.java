package dev.quiver.store.damage;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link StoreChild} seen from its parent. */
final class ChildProcess implements Closeable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream lines;

  private ChildProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.lines = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  static ChildProcess start(Path directory) throws IOException {
    return new ChildProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StoreChild.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** What it says next. */
  String hear() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the child has ended");
    }
    return answer;
  }

  String ask(String line) throws IOException {
    lines.println(line);
    return hear();
  }

  long pid() {
    return process.pid();
  }

  /** Ends its input, and waits. */
  @Override
  public void close() throws IOException {
    lines.close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the child did not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}
