package dev.quiver.examples.demo;

import dev.quiver.embedding.IngestListener;
import dev.quiver.embedding.ProgressBar;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;

/** What the demo writes on: 80 columns, with colours on a terminal and plain elsewhere. */
final class Screen {
  private static final int COLUMNS = 80;
  private static final String INDENT = "   ";
  private static final String MORE = " ...";
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final Ansi ansi;

  Screen(PrintStream out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void title(String text) {
    out.println();
    out.println(styled("bold", text));
  }

  /** Opens an act. */
  void heading(String text) {
    out.println();
    out.println(styled("bold,cyan", text));
  }

  /** A paragraph, broken at the edge. */
  void say(String text) {
    say("", text, Integer.MAX_VALUE);
  }

  /** A paragraph that hangs beside its label, and is cut after some lines. */
  void say(String label, String text, int maxLines) {
    int width = COLUMNS - INDENT.length() - label.length();
    List<String> lines = wrapped(text, width);
    for (int i = 0; i < Math.min(maxLines, lines.size()); i++) {
      String line = lines.get(i);
      if (i == maxLines - 1 && lines.size() > maxLines) {
        line = cut(line, width);
      }
      out.println(INDENT + (i == 0 ? label : " ".repeat(label.length())) + line);
    }
  }

  private static String cut(String line, int width) {
    int end = line.length() + MORE.length() <= width ? line.length() : line.lastIndexOf(' ');
    return line.substring(0, Math.max(0, end)) + MORE;
  }

  /** A line on which the eye should rest. */
  void stress(String text) {
    out.println(INDENT + styled("bold,green", text));
  }

  void question(String text) {
    out.println();
    out.println(INDENT + styled("bold", text));
  }

  void blank() {
    out.println();
  }

  /** Rows below their headers; what begins with a digit stands to the right. */
  void table(List<String> headers, List<List<String>> rows) {
    int[] widths =
        IntStream.range(0, headers.size())
            .map(
                column ->
                    rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .reduce(headers.get(column).length(), Math::max))
            .toArray();
    boolean[] numbers = new boolean[widths.length];
    for (int column = 0; column < numbers.length; column++) {
      int at = column;
      numbers[column] =
          rows.stream().map(row -> row.get(at)).allMatch(cell -> cell.matches("[-\\d].*|"));
    }
    blank();
    out.println(INDENT + styled("underline", line(headers, widths, numbers).stripTrailing()));
    rows.forEach(row -> out.println(INDENT + line(row, widths, numbers).stripTrailing()));
  }

  private static String line(List<String> cells, int[] widths, boolean[] numbers) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            column ->
                String.format(
                    Locale.ROOT,
                    "%" + (numbers[column] ? "" : "-") + widths[column] + "s",
                    cells.get(column)))
        .collect(Collectors.joining("  "));
  }

  /** A bar on a terminal, and nothing elsewhere: what matters is said afterwards. */
  IngestListener progress() {
    if (!ansi.enabled()) {
      return progress -> {};
    }
    var bar = new ProgressBar(out, true);
    return progress -> bar.progressed(progress); // the demo has an end of its own
  }

  void clearProgress() {
    if (ansi.enabled()) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }

  /** Three digits that count. */
  static String time(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis >= 1_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }
    return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
  }

  private String styled(String style, String text) {
    if (!ansi.enabled()) {
      return text;
    }
    Ansi.IStyle[] styles = Ansi.Style.parse(style);
    // Not the styles' own ends: some terminals take that of bold for a double underline.
    return Ansi.Style.on(styles) + text + Ansi.Style.reset.off();
  }

  private static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
