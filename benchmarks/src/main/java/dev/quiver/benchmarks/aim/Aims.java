package dev.quiver.benchmarks.aim;

import java.util.Locale;

/**
 * Judges what a command measured against what it aims at. A value is judged as it is printed, with
 * two decimals; one that is not a number misses every aim.
 */
public final class Aims {
  private boolean missed;

  /** The value, and whether it is large enough. */
  public String atLeast(double value, double aim) {
    return judged(value, printed(value) >= aim, "", aim);
  }

  /** The value, and whether it is small enough. */
  public String atMost(double value, double aim) {
    return judged(value, printed(value) <= aim, "at most ", aim);
  }

  /** What to say of an aim that is printed elsewhere. */
  public String met(boolean met) {
    missed |= !met;
    return met ? "meets" : "misses";
  }

  /** Of a command that has judged all it has to: 1 when it has missed an aim. */
  public int exitCode() {
    return missed ? 1 : 0;
  }

  private String judged(double value, boolean met, String bound, double aim) {
    return text(value) + " (" + met(met) + " " + bound + text(aim) + ")";
  }

  private static double printed(double value) {
    return Double.parseDouble(text(value));
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
