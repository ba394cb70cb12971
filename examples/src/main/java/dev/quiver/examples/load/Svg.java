package dev.quiver.examples.load;

import java.util.Locale;

/** A drawing, written as it grows. */
final class Svg {
  private final StringBuilder drawn = new StringBuilder();

  Svg(int width, int height) {
    append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">",
            width,
            height,
            width,
            height));
    append(
        String.format(
            Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height));
  }

  /** Where a text stands to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** How a text looks. */
  record Type(int size, boolean bold, String colour) {}

  Svg text(double x, double y, Anchor anchor, Type type, String text) {
    return append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" font-weight=\"%s\""
                + " fill=\"%s\">%s</text>",
            x,
            y,
            anchor.name().toLowerCase(Locale.ROOT),
            type.size(),
            type.bold() ? "bold" : "normal",
            type.colour(),
            escaped(text)));
  }

  /** Two points. */
  record Stretch(double x1, double y1, double x2, double y2) {
    static Stretch across(double fromX, double toX, double y) {
      return new Stretch(fromX, y, toX, y);
    }

    static Stretch down(double x, double fromY, double toY) {
      return new Stretch(x, fromY, x, toY);
    }
  }

  Svg line(Stretch along, double thickness, String colour) {
    return append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                + " stroke-width=\"%.1f\"/>",
            along.x1(),
            along.y1(),
            along.x2(),
            along.y2(),
            colour,
            thickness));
  }

  Svg dot(double x, double y, double radius, String colour) {
    return append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>",
            x,
            y,
            radius,
            colour));
  }

  String finish() {
    return drawn + "</svg>\n";
  }

  private Svg append(String element) {
    drawn.append(element).append('\n');
    return this;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
