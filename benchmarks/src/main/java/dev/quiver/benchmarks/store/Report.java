package dev.quiver.benchmarks.store;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found: Markdown while it is found, and all tables once more as CSV at the end. */
final class Report {
  private final PrintStream out;
  private final List<String> csv = new ArrayList<>();

  Report(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.println("\n## " + text + "\n");
    csv.add("# " + text);
  }

  void line(String text) {
    out.println(text);
  }

  void head(String... columns) {
    row((Object[]) columns);
    out.println("|---".repeat(columns.length) + "|");
  }

  /** Numbers are rounded to what can be read. */
  void row(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(cell instanceof Double number ? readable(number) : cell.toString());
    }
    out.println("| " + String.join(" | ", texts) + " |");
    csv.add(String.join(",", texts.stream().map(text -> text.replace(',', ';')).toList()));
  }

  private static String readable(double number) {
    return String.format(Locale.ROOT, Math.abs(number) >= 100 ? "%.0f" : "%.3f", number);
  }

  /** A ratio beside what it is to be. */
  static String aim(double ratio, double aim) {
    return String.format(
        Locale.ROOT, "%.2f (%s %.2f)", ratio, ratio >= aim ? "meets" : "misses", aim);
  }

  static String times(double ratio) {
    return String.format(Locale.ROOT, ratio >= 10 ? "%.0f" : "%.2f", ratio);
  }

  void printCsv() {
    out.println("\n## CSV\n\n```csv");
    csv.forEach(out::println);
    out.println("```");
  }
}
