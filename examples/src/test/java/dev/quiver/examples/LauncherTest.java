package dev.quiver.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Catches: two commands that build one checkout at once, a lock that nobody lets go of, a build
 * that says nothing. The launcher is the real one; Maven and the JDK are scripts.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo call >> "$CHECKOUT/calls"
      mkdir "$CHECKOUT/building" || { echo overlap >> "$CHECKOUT/overlaps"; exit 1; }
      echo '[INFO] Scanning for projects...'
      echo 'Downloaded from central: https://repo.example/org/a/1/a-1.jar (12 kB at 1.2 MB/s)'
      echo '[INFO] Building Quiver core 0.1.0                                        [1/2]'
      echo '[INFO] Building Quiver examples 0.1.0                                    [2/2]'
      while [ -e "$CHECKOUT/hold" ]; do sleep 0.05; done
      [ ! -e "$CHECKOUT/broken" ] || { echo '[ERROR] it does not compile'; exit 1; }
      for module in core embedding store-distributed examples; do
        mkdir -p "$CHECKOUT/$module/target/classes"
      done
      echo some.jar > "$CHECKOUT/examples/target/quiver.classpath"
      rmdir "$CHECKOUT/building"
      """;
  private static final String JAVA = "#!/usr/bin/env bash\necho \"ran ${*: -1}\"\n";

  @TempDir private Path checkout;
  @TempDir private Path tools;

  private record Started(Process process, Path out, Path err) {
    String printed() throws IOException, InterruptedException {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
      return Files.readString(out);
    }

    String said() throws IOException {
      return Files.readString(err);
    }
  }

  @BeforeEach
  void makeCheckout() throws IOException {
    Files.copy(launcher(), checkout.resolve("quiver"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    for (String module : List.of("core", "embedding", "store-distributed", "examples")) {
      Files.createDirectories(checkout.resolve(module).resolve("src/main"));
      Files.writeString(checkout.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Path jdk = checkout.resolve("jdk");
    script(jdk.resolve("bin/java"), JAVA);
    script(jdk.resolve("bin/javac"), JAVA);
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");
    script(tools.resolve("mvn"), MAVEN);
  }

  private static Path launcher() {
    Path here = Path.of("quiver").toAbsolutePath();
    return Files.isRegularFile(here) ? here : Path.of("../quiver").toAbsolutePath().normalize();
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** What the launcher calls, without flock. */
  private void withoutFlock() throws IOException {
    String needed =
        "bash env awk cat cut dirname find grep mkdir mv readlink rm rmdir sed sleep tail tee"
            + " touch";
    for (String name : needed.split(" ")) {
      Path program =
          Stream.of("/usr/bin", "/bin", "/usr/local/bin")
              .map(folder -> Path.of(folder, name))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + name));
      script(tools.resolve(name), "#!/bin/sh\nexec " + program + " \"$@\"\n");
    }
  }

  private Started start(boolean hasFlock) throws IOException {
    Path out = Files.createTempFile(tools, "out", ".txt");
    Path err = Files.createTempFile(tools, "err", ".txt");
    var builder =
        new ProcessBuilder("bash", checkout.resolve("quiver").toString(), "quick-start", "word")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    String rest = hasFlock ? ":" + System.getenv("PATH") : "";
    builder.environment().put("PATH", tools + rest);
    builder.environment().put("JAVA_HOME", checkout.resolve("jdk").toString());
    builder.environment().put("CHECKOUT", checkout.toString());
    return new Started(builder.start(), out, err);
  }

  private void await(Started started, String words) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!started.said().contains(words)) {
      boolean hasEnded = started.process().waitFor(20, TimeUnit.MILLISECONDS);
      assertThat(hasEnded && !started.said().contains(words)).as(started.said()).isFalse();
      assertThat(System.nanoTime()).as(started.said()).isLessThan(deadline);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoCommandsTakeTurnsAndBuildOnce(boolean hasFlock) throws Exception {
    if (!hasFlock) {
      withoutFlock();
    }
    Path hold = Files.createFile(checkout.resolve("hold"));
    Started first = start(hasFlock);
    await(first, "building Quiver examples, 2 of 2");
    Started second = start(hasFlock);
    await(second, "waiting: another ./quiver command is building");
    Files.delete(hold);

    assertThat(first.printed()).as(first.said()).isEqualTo("ran word\n");
    assertThat(second.printed()).as(second.said()).isEqualTo("ran word\n");
    assertThat(checkout.resolve("overlaps")).doesNotExist();
    assertThat(Files.readAllLines(checkout.resolve("calls"))).hasSize(1);
    assertThat(checkout.resolve("target/quiver.turn")).doesNotExist();
  }

  @Test
  void theLockOfADeadCommandIsTakenAway() throws Exception {
    withoutFlock();
    Path turn = Files.createDirectories(checkout.resolve("target/quiver.turn"));
    Process dead = new ProcessBuilder("true").start();
    assertThat(dead.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    Files.writeString(turn.resolve("pid"), dead.pid() + "\n");

    Started started = start(false);

    assertThat(started.printed()).as(started.said()).isEqualTo("ran word\n");
    assertThat(started.said()).doesNotContain("waiting");
    assertThat(turn).doesNotExist();
  }

  @Test
  void aBuildIsShownAndNothingIsWhereNothingIsBuilt() throws Exception {
    Started first = start(true);
    assertThat(first.printed()).isEqualTo("ran word\n");
    assertThat(first.said().replaceAll("in \\d+ s", "in 1 s"))
        .isEqualTo(
            """
            building...
            building Quiver core, 1 of 2
            building Quiver examples, 2 of 2
            built in 1 s, 1 file downloaded
            """);

    Started second = start(true);
    assertThat(second.printed()).isEqualTo("ran word\n");
    assertThat(second.said()).isEmpty();
  }

  @Test
  void aBuildThatFailsSaysWhyAndHoldsNobodyUp() throws Exception {
    Path broken = Files.createFile(checkout.resolve("broken"));
    Started first = start(true);
    assertThat(first.printed()).isEmpty();
    assertThat(first.process().exitValue()).isEqualTo(2);
    assertThat(first.said())
        .contains("[ERROR] it does not compile", "the build failed; all it said is in ")
        .doesNotContain("Scanning");

    Files.delete(broken);
    Files.delete(checkout.resolve("building"));
    Started second = start(true);
    assertThat(second.printed()).as(second.said()).isEqualTo("ran word\n");
  }

  @Test
  void theHelpNamesTheCommands() throws Exception {
    Path out = Files.createTempFile(tools, "out", ".txt");
    Process help =
        new ProcessBuilder("bash", checkout.resolve("quiver").toString())
            .redirectOutput(out.toFile())
            .start();
    assertThat(help.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(Files.readAllBytes(out), StandardCharsets.UTF_8))
        .contains("quick-start", "ingest", "verify");
  }
}
