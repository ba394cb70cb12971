package dev.quiver.examples.qa;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless browser, where one is installed: loads a page, lets it work, and tells what it is. */
final class Chromium {
  private static final long LONGEST_SECONDS = 60;

  private final Path program;
  private final Path scratch;

  private Chromium(Path program, Path scratch) {
    this.program = program;
    this.scratch = scratch;
  }

  static Optional<Chromium> installed(Path scratch) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Chromium(program, scratch));
  }

  /** The page's elements after its scripts have run and its calls are answered. */
  String elements(URI page) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(scratch, "profile");
    Path out = scratch.resolve(profile.getFileName() + ".html");
    var command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--virtual-time-budget=10000",
                "--dump-dom",
                page.toString()));
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!browser.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the browser has not ended within " + LONGEST_SECONDS + " s");
      }
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
