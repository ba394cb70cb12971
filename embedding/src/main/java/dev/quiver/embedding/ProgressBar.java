package dev.quiver.embedding;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows an ingestion to whoever started it: a bar that is redrawn on a terminal, a plain line now
 * and then elsewhere, and a summary at the end.
 */
public final class ProgressBar implements IngestListener {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration LINE = Duration.ofSeconds(10);

  /** One less than a terminal has: a line that is broken cannot be drawn over. */
  private static final int COLUMNS = 79;

  private static final int MAX_BAR = 30;
  private static final int MIN_BAR = 5;
  private static final int MAX_LISTED = 20;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private Duration shown = Duration.ZERO;

  /**
   * @param terminal whether a line can be drawn over
   */
  public ProgressBar(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A bar where this process has a terminal, lines where its output goes elsewhere. */
  public static ProgressBar on(PrintStream out) {
    boolean hasTerminal =
        System.getenv("TERM") != null
            && Optional.ofNullable(System.console()).filter(ProgressBar::isTerminal).isPresent();
    return new ProgressBar(out, hasTerminal);
  }

  /** Since JDK 22 there is a console without a terminal too, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException older) {
      return true;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }

  @Override
  public void progressed(IngestProgress progress) {
    Duration pause = terminal ? REDRAW : LINE;
    if (progress.elapsed().minus(shown).compareTo(pause) < 0) {
      return;
    }
    shown = progress.elapsed();
    if (terminal) {
      String line = line(progress);
      String drawn = bar(progress, COLUMNS - line.length()) + line;
      out.print(CLEAR_LINE + drawn.substring(0, Math.min(drawn.length(), COLUMNS)));
      out.flush();
    } else {
      out.println(line(progress));
    }
  }

  /** As long as the room it has, or none. */
  private static String bar(IngestProgress progress, int room) {
    int length = Math.min(MAX_BAR, room - "[] 100 % ".length());
    if (progress.expected() < 1 || length < MIN_BAR) {
      return "";
    }
    double share = Math.min(1, progress.documents() / (double) progress.expected());
    int filled = (int) (share * length);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %% ",
        "#".repeat(filled),
        "-".repeat(length - filled),
        share * 100);
  }

  private static String line(IngestProgress progress) {
    var line = new StringBuilder();
    line.append(
        progress.expected() < 0
            ? String.format(Locale.ROOT, "%,d documents", progress.documents())
            : String.format(
                Locale.ROOT, "%,d of %,d documents", progress.documents(), progress.expected()));
    line.append(String.format(Locale.ROOT, ", %,.1f segments/s", progress.segmentsPerSecond()));
    if (progress.failed() > 0) {
      line.append(String.format(Locale.ROOT, ", %,d failed", progress.failed()));
    }
    progress
        .secondsLeft()
        .ifPresent(seconds -> line.append(", ").append(clock(seconds)).append(" left"));
    return line.toString();
  }

  private static String clock(long seconds) {
    return seconds < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
  }

  @Override
  public void finished(IngestReport report, StageTimes times) {
    shown = Duration.ZERO;
    if (terminal) {
      out.print(CLEAR_LINE);
    }
    out.println(counts(report));
    out.println(
        String.format(
            Locale.ROOT,
            "seconds by stage: reading %.1f, splitting %.1f, embedding %.1f, storing %.1f, noting"
                + " %.1f",
            seconds(times.reading()),
            seconds(times.splitting()),
            seconds(times.embedding()),
            seconds(times.storing()),
            seconds(times.noting())));
    list("nothing in it", report.empty());
    list(
        "failed",
        report.failures().stream()
            .map(failure -> failure.source() + ": " + failure.reason())
            .toList());
  }

  private static String counts(IngestReport report) {
    String empty =
        report.empty().isEmpty()
            ? ""
            : String.format(Locale.ROOT, " %,d empty,", report.empty().size());
    return String.format(
        Locale.ROOT,
        "%,d added, %,d unchanged, %,d changed, %,d removed,%s %,d failed, %,d %s in %.1f s",
        report.added(),
        report.unchanged(),
        report.changed(),
        report.removed(),
        empty,
        report.failures().size(),
        report.tokens(),
        report.tokens() == 1 ? "token" : "tokens",
        seconds(report.took()));
  }

  private void list(String what, List<String> sources) {
    sources.stream().limit(MAX_LISTED).forEach(source -> out.println(what + ": " + source));
    if (sources.size() > MAX_LISTED) {
      out.println(String.format(Locale.ROOT, "and %,d more", sources.size() - MAX_LISTED));
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
