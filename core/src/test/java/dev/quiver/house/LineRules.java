package dev.quiver.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no line of any text file may hold. */
final class LineRules {
  private static final Pattern NOTE_TO_SELF =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.:/}*~-])/(home|root|work|Users|tmp)/|\\b[A-Z]:\\\\+Users\\b");

  private LineRules() {}

  static List<Finding> check(TextFile file) {
    var found = new ArrayList<Finding>();
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      checkLine(file, i + 1, lines.get(i), found);
    }
    if (!file.text().isEmpty() && !file.text().endsWith("\n")) {
      found.add(file.finding(lines.size(), "a file ends with a line break", "add one at the end"));
    }
    return found;
  }

  private static void checkLine(TextFile file, int number, String line, List<Finding> found) {
    if (line.indexOf('\t') >= 0) {
      found.add(file.finding(number, "no tabs", "indent with spaces"));
    }
    if (!line.equals(line.stripTrailing())) {
      found.add(file.finding(number, "no blanks at the end of a line", "delete them"));
    }
    Matcher note = NOTE_TO_SELF.matcher(line);
    if (note.find()) {
      found.add(
          file.finding(
              number, "no " + note.group() + " in the tree", "do it now, or open an issue for it"));
    }
    Matcher path = MACHINE_PATH.matcher(line);
    if (path.find()) {
      found.add(
          file.finding(
              number,
              "no path of one machine, but found " + path.group(),
              "take it as a parameter, or make it relative to the repository"));
    }
  }
}
