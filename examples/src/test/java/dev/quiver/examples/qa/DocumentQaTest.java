package dev.quiver.examples.qa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.embedding.IngestListener;
import dev.quiver.embedding.IngestProgress;
import dev.quiver.embedding.IngestReport;
import dev.quiver.embedding.StageTimes;
import dev.quiver.examples.ingest.DocumentOptions;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line: what is refused and why, and how the program ends. */
@Timeout(180)
class DocumentQaTest {
  private static final long LONGEST_END_SECONDS = 60;

  @TempDir private Path folder;

  private record Ran(int exitCode, String err) {}

  private static Ran run(String... arguments) {
    var err = new StringWriter();
    int code =
        DocumentQa.command(Map.of())
            .setErr(new PrintWriter(err, true))
            .setOut(new PrintWriter(new StringWriter(), true))
            .execute(arguments);
    return new Ran(code, err.toString());
  }

  @Test
  void aFolderThatIsMissingOrEmptyOrAFileIsRefused() throws Exception {
    Path missing = folder.resolve("missing");
    Path file = Files.writeString(folder.resolve(".hidden"), "x");

    assertThat(run("--docs", missing.toString()))
        .returns(2, Ran::exitCode)
        .extracting(Ran::err)
        .asString()
        .contains("--docs must be a folder, but " + missing + " does not exist");
    assertThat(run("--docs", file.toString()).err()).contains(file + " is a file");
    assertThat(run("--docs", folder.toString()).err())
        .contains("--docs must hold a document, but no file in " + folder + " is one");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused(@TempDir Path elsewhere) throws Exception {
    Files.writeString(folder.resolve("a.md"), "text");
    String docs = folder.toString();

    assertThat(run()).returns(2, Ran::exitCode).extracting(Ran::err).asString().contains("--docs");
    assertThat(run("--docs", docs, "--port", "70000").err())
        .contains("--port must be between 0 and 65535, but was 70000");
    assertThat(run("--docs", docs, "--port", "x").err()).contains("--port", "'x'");
    assertThat(run("--docs", docs, "--prot", "80").err()).contains("--prot", "Usage: qa");
    assertThat(run("--docs", docs, "--store", docs + "/s").err())
        .contains("--store must be outside of --docs");
    Path file = Files.writeString(elsewhere.resolve("file"), "x");
    assertThat(run("--docs", docs, "--store", file.toString()).err())
        .contains("--store must be a folder, or not be there yet, but " + file + " is a file");
  }

  @Test
  void aPortInUseIsNamedWithWhatToDo() throws Exception {
    Files.writeString(folder.resolve("a.md"), "A text that nobody will come to read.");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      Ran ran = run("--docs", folder.toString(), "--port", port);

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .isEqualToIgnoringNewLines(
              "quiver qa: port 127.0.0.1:"
                  + port
                  + " is in use: end the program that has it, or name another with --port");
    }
  }

  @Test
  void toldToEndItClosesTheStoreAndTheNextRunGoesOn() throws Exception {
    Path docs = Files.createDirectory(folder.resolve("docs"));
    Files.writeString(docs.resolve("a.md"), "The ferry to the island leaves at noon each day.");
    Path store = folder.resolve("store");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DocumentQa.class.getName(),
                "--docs",
                docs.toString(),
                "--store",
                store.toString(),
                "--port",
                "0")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith("1 added")) {
        line = out.readLine();
      }
      assertThat(line).as("the report of the ingestion").isNotNull();
      process.toHandle().destroy();
      assertThat(out.lines()).anyMatch(each -> each.startsWith("Closing"));
      assertThat(process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    var settings =
        new QaApp.Settings(
            DocumentOptions.of(docs).tree(), store, "127.0.0.1", 0, Optional.empty());
    var reports = new LinkedBlockingQueue<IngestReport>();
    try (QaApp again = QaApp.start(settings, new Keeper(reports))) {
      assertThat(again.address().getPort()).isPositive();
      assertThat(reports.poll(1, TimeUnit.MINUTES))
          .isNotNull()
          .returns(1L, IngestReport::unchanged)
          .returns(0L, IngestReport::added);
    }
  }

  private record Keeper(Queue<IngestReport> reports) implements IngestListener {
    @Override
    public void progressed(IngestProgress progress) {
      assertThat(progress.failed()).isZero();
    }

    @Override
    public void finished(IngestReport report, StageTimes times) {
      reports.add(report);
    }
  }
}
