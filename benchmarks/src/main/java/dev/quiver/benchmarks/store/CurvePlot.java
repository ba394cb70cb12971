package dev.quiver.benchmarks.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A plot of recall against searches per second, as SVG: recall along, rates up in powers of ten, a
 * line for each store; what has one point is a dot. Up and to the right is better.
 */
final class CurvePlot {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 600;
  private static final int LEFT = 76;
  private static final int RIGHT = 640;
  private static final int TOP = 72;
  private static final int BOTTOM = 536;
  private static final int LABEL_LINE = 17;
  private static final double RECALL_STEP = 0.05;
  private static final List<String> COLOURS =
      List.of("#c2410c", "#e89a5b", "#1d4ed8", "#0f766e", "#57534e", "#7c3aed", "#a16207");

  private final Map<String, List<Point>> curves = new LinkedHashMap<>();
  private final StringBuilder out = new StringBuilder();

  private record Point(double recall, double perSecond) {}

  /** Ranges of both axes: the least recall, and the decades of rates. */
  private record Axes(double least, double lowDecade, double highDecade) {
    double x(double recall) {
      return LEFT + (recall - least) / (1 - least) * (RIGHT - LEFT);
    }

    double y(double perSecond) {
      double decade = Math.log10(perSecond);
      return BOTTOM - (decade - lowDecade) / (highDecade - lowDecade) * (BOTTOM - TOP);
    }
  }

  void add(String store, double recall, double perSecond) {
    curves.computeIfAbsent(store, any -> new ArrayList<>()).add(new Point(recall, perSecond));
  }

  String svg(String subtitle) {
    Axes axes = axes();
    out.setLength(0);
    line(
        String.format(
            Locale.ROOT,
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'"
                + " font-family='system-ui, sans-serif' font-size='13'>",
            WIDTH,
            HEIGHT,
            WIDTH,
            HEIGHT));
    line(
        String.format(Locale.ROOT, "<rect width='%d' height='%d' fill='#ffffff'/>", WIDTH, HEIGHT));
    text(
        LEFT,
        30,
        "font-size='18' font-weight='600' fill='#1c1917'",
        "Searches per second by recall");
    text(LEFT, 51, "fill='#57534e'", subtitle);
    grid(axes);
    curves(axes);
    line("</svg>");
    return out.toString();
  }

  private Axes axes() {
    List<Point> all = curves.values().stream().flatMap(List::stream).toList();
    double least = all.stream().mapToDouble(Point::recall).min().orElse(0);
    double low = all.stream().mapToDouble(Point::perSecond).min().orElse(1);
    double high = all.stream().mapToDouble(Point::perSecond).max().orElse(10);
    return new Axes(
        Math.min(1 - RECALL_STEP, Math.floor(least / RECALL_STEP) * RECALL_STEP),
        Math.floor(Math.log10(low) * 2) / 2,
        Math.ceil(Math.log10(high) * 2) / 2);
  }

  private void grid(Axes axes) {
    int steps = (int) Math.round((1 - axes.least()) / RECALL_STEP);
    for (int step = 0; step <= steps; step++) {
      double recall = 1 - (steps - step) * RECALL_STEP;
      rule(axes.x(recall), TOP, axes.x(recall), BOTTOM);
      text(
          axes.x(recall),
          BOTTOM + 22,
          "text-anchor='middle' fill='#57534e'",
          String.format(Locale.ROOT, "%.2f", recall));
    }
    for (double decade = Math.ceil(axes.lowDecade()); decade <= axes.highDecade(); decade++) {
      double perSecond = Math.pow(10, decade);
      rule(LEFT, axes.y(perSecond), RIGHT, axes.y(perSecond));
      text(
          LEFT - 10,
          axes.y(perSecond) + 4,
          "text-anchor='end' fill='#57534e'",
          String.format(Locale.ROOT, "%,.0f", perSecond));
    }
    text(
        (LEFT + RIGHT) / 2.0,
        BOTTOM + 46,
        "text-anchor='middle' fill='#1c1917'",
        "share of the true nearest that was found");
    line(
        String.format(
            Locale.ROOT,
            "<text transform='translate(20 %d) rotate(-90)' text-anchor='middle' fill='#1c1917'>"
                + "searches per second</text>",
            (TOP + BOTTOM) / 2));
  }

  private void curves(Axes axes) {
    var names = new ArrayList<>(curves.keySet());
    double free = TOP;
    List<String> fromAbove =
        names.stream()
            .sorted(Comparator.comparingDouble(name -> axes.y(last(name).perSecond())))
            .toList();
    for (String name : fromAbove) {
      String colour = COLOURS.get(names.indexOf(name) % COLOURS.size());
      List<Point> points = curves.getOrDefault(name, List.of());
      var path = new StringBuilder();
      for (Point point : points) {
        double x = axes.x(point.recall());
        double y = axes.y(point.perSecond());
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", x, y));
        line(
            String.format(
                Locale.ROOT,
                "<circle cx='%.1f' cy='%.1f' r='%s' fill='%s'/>",
                x,
                y,
                points.size() == 1 ? "5" : "3",
                colour));
      }
      line(
          String.format(
              Locale.ROOT,
              "<path d='%s' fill='none' stroke='%s' stroke-width='%s' stroke-linejoin='round'/>",
              path,
              colour,
              names.indexOf(name) == 0 ? "3" : "1.8"));
      double at = Math.max(free, axes.y(last(name).perSecond()) + 4);
      free = at + LABEL_LINE;
      text(RIGHT + 14, at, "fill='" + colour + "' font-weight='600'", name);
    }
  }

  private Point last(String name) {
    return curves.getOrDefault(name, List.of()).getLast();
  }

  private void rule(double x1, double y1, double x2, double y2) {
    line(
        String.format(
            Locale.ROOT,
            "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#e7e5e4'/>",
            x1,
            y1,
            x2,
            y2));
  }

  private void text(double x, double y, String style, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;");
    line(String.format(Locale.ROOT, "<text x='%.1f' y='%.1f' %s>%s</text>", x, y, style, safe));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
