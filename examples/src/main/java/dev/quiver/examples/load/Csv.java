package dev.quiver.examples.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as a file for a spreadsheet or a script. */
final class Csv {
  private static final String HEAD =
      "what,per_second,calls,failed,mean_ms,p50_ms,p95_ms,p99_ms,cache_share";

  private Csv() {}

  static void write(Path file, List<Figure> figures) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(HEAD);
    figures.forEach(figure -> lines.add(line(figure)));
    Files.write(file, lines);
  }

  private static String line(Figure figure) {
    Measured measured = figure.measured();
    return String.format(
        Locale.ROOT,
        "\"%s\",%.1f,%d,%d,%.3f,%.3f,%.3f,%.3f,%s",
        figure.what(),
        figure.perSecond(),
        measured.nanos().getTotalCount(),
        measured.failures(),
        measured.meanMillis(),
        measured.millis(50),
        measured.millis(95),
        measured.millis(99),
        Double.isNaN(figure.cacheShare())
            ? ""
            : String.format(Locale.ROOT, "%.4f", figure.cacheShare()));
  }
}
