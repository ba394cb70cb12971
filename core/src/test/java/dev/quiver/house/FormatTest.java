package dev.quiver.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Main;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every source is as google-java-format writes it, by the same entry point as the launcher. */
class FormatTest {
  @Test
  void sourcesAreFormatted() throws Exception {
    Repository repository = Repository.here();
    List<Path> sources =
        repository.textFiles().stream()
            .filter(TextFile::isJava)
            .map(file -> repository.root().resolve(file.path()))
            .toList();

    List<String> changed =
        unformatted(sources).stream()
            .map(file -> repository.root().relativize(Path.of(file)) + ":1")
            .toList();

    assertThat(changed)
        .overridingErrorMessage(
            "\nthese files are not formatted:\n%s\n    remedy: ./quiver format",
            String.join("\n", changed))
        .isEmpty();
  }

  @Test
  void anUnformattedFileIsNamed(@TempDir Path folder) throws Exception {
    Path good = Files.writeString(folder.resolve("Good.java"), "class Good {}\n");
    Path bad = Files.writeString(folder.resolve("Bad.java"), "class Bad{int a ;}\n");

    assertThat(unformatted(List.of(good, bad))).containsExactly(bad.toString());
  }

  private static List<String> unformatted(List<Path> files) throws Exception {
    var arguments = new ArrayList<String>(List.of("--dry-run"));
    files.forEach(file -> arguments.add(file.toString()));
    var out = new StringWriter();
    var errors = new StringWriter();
    int code =
        new Main(new PrintWriter(out), new PrintWriter(errors), InputStream.nullInputStream())
            .format(arguments.toArray(String[]::new));
    assertThat(code).as(errors.toString()).isZero();
    return out.toString().lines().toList();
  }
}
