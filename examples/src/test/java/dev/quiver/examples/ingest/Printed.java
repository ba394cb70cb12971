package dev.quiver.examples.ingest;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one run of the command left behind: its exit code, and everything it printed. */
record Printed(int exitCode, String text) {

  static Printed of(Path docs, Path store, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--docs", docs.toString(), "--store", store.toString()));
    Collections.addAll(arguments, more);
    return of(arguments.toArray(String[]::new));
  }

  static Printed of(String... arguments) {
    var bytes = new ByteArrayOutputStream();
    var both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int exitCode = Ingest.run(both, both, arguments);
    return new Printed(exitCode, bytes.toString(StandardCharsets.UTF_8));
  }
}
