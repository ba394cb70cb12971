package dev.quiver.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The launcher's table names programs that exist, in the modules it says. */
class LauncherTest {
  @Test
  void everyProgramExists() throws IOException {
    Path root = Path.of("..");
    List<String> rows =
        Files.readAllLines(root.resolve("quiver")).stream()
            .dropWhile(line -> !line.endsWith("<<'TABLE'"))
            .skip(1)
            .takeWhile(line -> !line.equals("TABLE"))
            .toList();

    assertThat(rows).isNotEmpty();
    for (String row : rows) {
      String[] cells = row.split("\\|", -1);
      assertThat(cells).as(row).hasSize(5);
      assertThat(root.resolve(cells[1]).resolve("pom.xml")).as(row).exists();
      assertThatCode(() -> Class.forName(cells[3]).getMethod("main", String[].class))
          .as(row)
          .doesNotThrowAnyException();
    }
  }
}
