package dev.quiver.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** The demo shows what it promises, and leaves nothing behind. */
@Timeout(180)
class DemoTest {
  @TempDir private Path folder;

  /** In a JVM of its own, as the launcher starts it: what is printed and left is its alone. */
  @Test
  void showsThatNothingIsLost() throws Exception {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    Path errors = folder.resolve("errors.txt");

    List<String> lines = run(scratch, errors);

    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(lines).noneMatch(line -> line.contains("\u001b"));
    assertThat(Files.readString(errors)).isEmpty();
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("quiver"))).isEmpty();
    }
    String text = String.join("\n", lines);
    assertThat(text)
        .contains("public domain")
        .containsPattern("180 documents, 1\\d\\d segments, [\\d,]+ tokens")
        .containsPattern("0\\.\\d{3}  heisenbug: A bug that disappears")
        .containsPattern("0\\.\\d{3}  Brooks's Law: ")
        .containsPattern("0\\.\\d{3}  fiber-seeking backhoe: ")
        .containsPattern("node-\\d  DOWN")
        .containsPattern("21 more documents, stored after [\\d.]+ m?s")
        .containsPattern("0\\.\\d{3}  yak shaving: ")
        .containsPattern("node-\\d has caught up after [\\d.]+ m?s")
        .containsPattern("us-west  DOWN +1")
        .contains("us-west, started again, has what it missed")
        .containsPattern("again +cache")
        .containsPattern("after a write +4 shards")
        .contains("Done in ");
    assertThat(lines.stream().filter(line -> line.contains("the same answers, the same scores")))
        .as("with a node down, and of the other cluster")
        .hasSize(2);
  }

  private static List<String> run(Path scratch, Path errors) throws Exception {
    Path output = scratch.resolveSibling("output.txt");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dquiver.log=ERROR",
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            System.getProperty("java.class.path"),
            Demo.class.getName()));
    Process demo =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(demo.waitFor(170, TimeUnit.SECONDS)).as("ended in time").isTrue();
      assertThat(demo.exitValue()).as(Files.readString(errors)).isZero();
      return Files.readAllLines(output);
    } finally {
      demo.destroyForcibly();
    }
  }

  @Test
  void helpTellsWhatMayBeAsked() {
    var printed = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(Demo.run(System.out, Ansi.OFF, "--help")).isZero();
    } finally {
      System.setOut(console);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("--ask=QUESTION");
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertThat(Demo.run(System.out, Ansi.OFF, "--aks", "what?")).isEqualTo(2);
  }

  @Test
  void theTextsAreManyAndSmall() throws IOException {
    Corpus corpus = Corpus.bundled();

    assertThat(corpus.documents()).hasSize(201);
    assertThat(corpus.last(2).documents().getLast().text()).startsWith("zombie: ");
    assertThat(corpus.without(200).documents().getFirst().text()).startsWith("404: [from the HTTP");
  }
}
