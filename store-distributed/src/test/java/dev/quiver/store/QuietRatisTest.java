package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches a library's log that drowns what an application and Quiver have to say. */
@Timeout(120)
final class QuietRatisTest {
  private static final Pattern OF_RATIS =
      Pattern.compile("\\[.*] [A-Z]+ org\\.apache\\.ratis\\..*");

  @TempDir private Path folder;

  @Test
  void stoppedNodeFillsTheLogOfAnApplicationThatConfiguresNone() throws Exception {
    List<String> said = said();
    assertThat(said).noneMatch(line -> OF_RATIS.matcher(line).matches());
    assertThat(said.stream().filter(line -> line.startsWith("["))).hasSizeLessThan(15);
    assertThat(said).anyMatch(line -> line.matches(".* node-\\d is down: .*"));
    assertThat(said)
        .anyMatch(line -> line.matches(".* node-\\d leads default/shard-0 instead of .*"));
    assertThat(said).anyMatch(line -> line.matches(".* node-\\d is up again .*"));
  }

  @Test
  void ratisCannotBeHeardThoughItIsWanted() throws Exception {
    assertThat(said("-Dquiver.ratis.log=true")).anyMatch(line -> OF_RATIS.matcher(line).matches());
  }

  /** By the first hour of an application that logs with slf4j-simple. */
  private List<String> said(String... options) throws Exception {
    Path output = folder.resolve("output");
    var child = ChildJvm.running(FirstHour.class, 256, folder.resolve("data"));
    var command = new ArrayList<>(child.command());
    command.set(command.indexOf("-cp") + 1, withSimpleInsteadOfLogback());
    command.addAll(1, List.of(options));
    Process running =
        child.command(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(running.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      running.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output);
    assertThat(running.exitValue()).as("%s", lines).isZero();
    return lines;
  }

  private static String withSimpleInsteadOfLogback() {
    return Stream.concat(
            Stream.of(Path.of("target", "logging", "slf4j-simple.jar").toString()),
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("logback-")))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
