package dev.quiver.store.damage;

import dev.quiver.store.ChildJvm;
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
        ChildJvm.running(StoreChild.class, 256, directory)
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
