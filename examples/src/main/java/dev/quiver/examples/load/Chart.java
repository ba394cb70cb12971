package dev.quiver.examples.load;

import dev.quiver.examples.load.Svg.Anchor;
import dev.quiver.examples.load.Svg.Stretch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The figures as a picture: a line each, with calls per second on the left and what they took on
 * the right. Both axes are logarithmic, because a cache is some hundred times faster than a search.
 */
final class Chart {
  private static final int WIDTH = 1_060;
  private static final int TOP = 132;
  private static final int ROW = 30;
  private static final int BOTTOM = 56;
  private static final int LABELS_END = 310;
  private static final int RATES_END = 610;
  private static final int TIMES_BEGIN = 690;
  private static final int TIMES_END = 1_030;

  private static final String INK = "#222222";
  private static final String GREY = "#666666";
  private static final String GRID = "#e3e3e3";
  private static final String RATE = "#33608c";
  private static final Svg.Type TITLE = new Svg.Type(18, true, INK);
  private static final Svg.Type HEADING = new Svg.Type(13, true, INK);
  private static final Svg.Type LABEL = new Svg.Type(13, false, INK);
  private static final Svg.Type NOTE = new Svg.Type(12, false, GREY);

  /** What is shown of a call's time. Colours that differ for the colour-blind, and in print. */
  private record Mark(String name, double percentile, String colour) {
    double millis(Figure figure) {
      return figure.measured().millis(percentile);
    }
  }

  private static final List<Mark> MARKS =
      List.of(
          new Mark("p50", 50, "#0072b2"),
          new Mark("p95", 95, "#e69f00"),
          new Mark("p99", 99, "#d55e00"));

  private final String title;
  private final List<String> notes;
  private final List<Figure> figures;
  private final LogAxis rates;
  private final LogAxis times;
  private final Svg svg;

  Chart(String title, List<String> notes, List<Figure> figures) {
    this.title = title;
    this.notes = List.copyOf(notes);
    this.figures = List.copyOf(figures);
    this.rates = LogAxis.over(values(Figure::perSecond), LABELS_END + 20.0, RATES_END);
    double[] all =
        MARKS.stream().flatMapToDouble(mark -> Arrays.stream(values(mark::millis))).toArray();
    this.times = LogAxis.over(all, TIMES_BEGIN, TIMES_END);
    this.svg = new Svg(WIDTH, TOP + ROW * figures.size() + BOTTOM);
  }

  private double[] values(ToDoubleFunction<Figure> of) {
    return figures.stream().mapToDouble(of).toArray();
  }

  String svg() {
    svg.text(24, 34, Anchor.START, TITLE, title);
    for (int i = 0; i < notes.size(); i++) {
      svg.text(24, 56 + 17 * i, Anchor.START, NOTE, notes.get(i));
    }
    svg.text(rates.left(), TOP - 16, Anchor.START, HEADING, "searches or records per second");
    svg.text(times.left(), TOP - 16, Anchor.START, HEADING, "milliseconds a call");
    legend();
    axis(rates);
    axis(times);
    for (int i = 0; i < figures.size(); i++) {
      row(figures.get(i), TOP + ROW * (i + 0.5));
    }
    return svg.finish();
  }

  private void legend() {
    double x = times.right() - 58.0 * MARKS.size();
    for (Mark mark : MARKS) {
      x += 58;
      svg.dot(x - 34, TOP - 20, 5, mark.colour());
      svg.text(x - 25, TOP - 16, Anchor.START, LABEL, mark.name());
    }
  }

  private void axis(LogAxis axis) {
    double bottom = TOP + ROW * (double) figures.size();
    for (double tick : axis.ticks()) {
      svg.line(Stretch.down(axis.x(tick), TOP, bottom + 5), 1, GRID);
      svg.text(axis.x(tick), bottom + 22, Anchor.MIDDLE, NOTE, number(tick));
    }
    svg.line(Stretch.across(axis.left(), axis.right(), bottom), 1, GREY);
    svg.text(axis.right(), bottom + 42, Anchor.END, NOTE, "logarithmic");
  }

  private void row(Figure figure, double y) {
    svg.text(LABELS_END, y + 4, Anchor.END, LABEL, figure.what());
    double rate = rates.x(figure.perSecond());
    svg.line(Stretch.across(rates.left(), rates.right(), y), 1, GRID);
    svg.dot(rate, y, 6, RATE);
    svg.text(rate + 11, y + 4, Anchor.START, LABEL, number(figure.perSecond()));

    double first = times.x(MARKS.getFirst().millis(figure));
    double last = times.x(MARKS.getLast().millis(figure));
    svg.line(Stretch.across(times.left(), times.right(), y), 1, GRID);
    svg.line(Stretch.across(first, last, y), 2, "#b5b5b5");
    for (Mark mark : MARKS) {
      svg.dot(times.x(mark.millis(figure)), y, 6, mark.colour());
    }
  }

  /** As many digits as matter. */
  private static String number(double value) {
    String format = value >= 10 ? "%,.0f" : value >= 1 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.3f";
    String written = String.format(Locale.ROOT, format, value);
    return written.contains(".") ? written.replaceAll("\\.?0+$", "") : written;
  }
}
