package dev.quiver.benchmarks.store;

import dev.quiver.benchmarks.aim.Aims;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found: Markdown that is printed while it is found, and can be saved with all tables as
 * CSV and with plots.
 */
final class Report {
  private final Aims aims = new Aims();
  private final PrintStream out;
  private final StringBuilder markdown = new StringBuilder();
  private final List<String> csv = new ArrayList<>();
  private final Map<String, String> files = new TreeMap<>();

  Report(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    line("\n## " + text + "\n");
    csv.add("\n# " + text);
  }

  void line(String text) {
    out.println(text);
    markdown.append(text).append('\n');
  }

  /** A file that is saved beside the report, and its picture shown in it. */
  void file(String name, String content) {
    line("\n![" + name + "](" + name + ")");
    files.put(name, content);
  }

  void head(String... columns) {
    row((Object[]) columns);
    line("|---".repeat(columns.length) + "|");
  }

  /** Numbers are rounded to what can be read. */
  void row(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(cell instanceof Double number ? readable(number) : cell.toString());
    }
    line("| " + String.join(" | ", texts) + " |");
    csv.add(String.join(",", texts.stream().map(text -> text.replace(',', ';')).toList()));
  }

  private static String readable(double number) {
    return String.format(Locale.ROOT, Math.abs(number) >= 100 ? "%.0f" : "%.3f", number);
  }

  Aims aims() {
    return aims;
  }

  static String times(double ratio) {
    return String.format(Locale.ROOT, ratio >= 10 ? "%.0f" : "%.2f", ratio);
  }

  /** Everything so far, as files of this name, beside the pictures. */
  void save(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".md"), markdown);
    Files.writeString(folder.resolve(name + ".csv"), String.join("\n", csv).strip() + "\n");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
