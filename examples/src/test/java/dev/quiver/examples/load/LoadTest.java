package dev.quiver.examples.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Catches: a kind of call that is not measured, a report that lacks it, a file that is no SVG. */
class LoadTest {
  private static final List<String> CALLS =
      List.of(
          "insert, 100 records a call",
          "search, every query alike",
          "search, 80 % on 5 queries",
          "search while one inserts",
          "insert one record while others search",
          "search with cache, every query alike",
          "search with cache, 80 % on 5 queries");

  @TempDir private Path directory;
  private String printed = "";

  private int run(String... arguments) {
    var bytes = new ByteArrayOutputStream();
    var both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int exitCode = Load.run(both, both, arguments);
    printed = bytes.toString(StandardCharsets.UTF_8);
    return exitCode;
  }

  @Test
  void everyKindOfCallIsMeasuredAndKept() throws Exception {
    Path out = directory.resolve("out");
    int exitCode =
        run(
            "--records=300",
            "--dimension=8",
            "--nodes=2",
            "--threads=2",
            "--seconds=0.2",
            "--out=" + out);

    assertThat(exitCode).as(printed).isZero();
    assertThat(printed).contains(CALLS).contains("node-0", "node-1", "1 replica ", "3 replicas");
    int measurable = Math.min(3, Runtime.getRuntime().availableProcessors());
    List<String> table = Files.readAllLines(out.resolve("load.csv"));
    assertThat(table).hasSize(1 + CALLS.size() + measurable);
    for (String line : table.subList(1, table.size())) {
      String[] cells = line.substring(line.lastIndexOf('"') + 2).split(",", -1);
      assertThat(cells).as(line).hasSize(8);
      assertThat(Double.parseDouble(cells[0])).as(line).isPositive();
      assertThat(Long.parseLong(cells[1])).as(line).isPositive();
      assertThat(cells[2]).as(line).isEqualTo("0");
    }
    assertThat(table.get(CALLS.size())).as("about 80 % of hits").matches(".*,0\\.[5-9]\\d*");

    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(out.resolve("load.svg").toFile());
    assertThat(picture.getDocumentElement().getTextContent()).contains(CALLS).contains("p99");
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertThat(run("--threads=0")).isEqualTo(2);
    assertThat(printed).contains("--threads must be at least 1, but was 0");
    assertThat(run("--seconds=-1")).isEqualTo(2);
    assertThat(printed).contains("--seconds must be above 0");
    assertThat(run("--vectors=" + directory.resolve("a.zip"))).isEqualTo(2);
    assertThat(printed).contains("--vectors must end with .fvecs");
    assertThat(run("--vectors=" + directory.resolve("nothing.fvecs"))).isEqualTo(3);
    assertThat(run("--record=1")).isEqualTo(2);
    assertThat(printed).contains("--help lists the options");
  }
}
