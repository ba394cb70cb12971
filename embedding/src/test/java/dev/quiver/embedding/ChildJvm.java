package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the tests in a JVM of its own: what it does to the machine is its alone. */
final class ChildJvm {
  private ChildJvm() {}

  /** What it has printed, after it has ended well. */
  static String run(Class<?> program, String moreClassPath, List<String> options, Duration patience)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("child", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path") + moreClassPath);
    command.add(program.getName());
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = child.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
      String printed = Files.readString(output);
      assertThat(ended).as("has ended in time: %s", printed).isTrue();
      assertThat(child.exitValue()).as(printed).isZero();
      return printed;
    } finally {
      child.destroyForcibly();
      Files.delete(output);
    }
  }
}
