package dev.quiver.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What lies where: the top level of the repository, and the decision records. */
final class LayoutRules {
  private static final Set<String> TOP_LEVEL =
      Set.of(
          "pom.xml",
          "core",
          "embedding",
          "store-distributed",
          "examples",
          "benchmarks",
          "docs",
          "quiver",
          "README.md",
          "CONTRIBUTING.md",
          "CHANGELOG.md",
          "LICENSE",
          "NOTICE",
          ".ci",
          ".mvn",
          ".gitignore",
          ".gitattributes",
          ".editorconfig");
  private static final List<String> ADR_SECTIONS =
      List.of("## Context", "## Decision", "## Consequences", "## Decision log");

  private LayoutRules() {}

  static List<Finding> checkTopLevel(List<String> names) {
    return names.stream()
        .filter(name -> !TOP_LEVEL.contains(name))
        .map(
            name ->
                new Finding(
                    name,
                    1,
                    "nothing else stands at the top level",
                    "move it into a module or docs, or have .gitignore leave it out"))
        .toList();
  }

  /** Records in {@code docs/adr}, in the order of their names. */
  static List<Finding> checkDecisions(List<TextFile> records) {
    var found = new ArrayList<Finding>();
    int expected = 1;
    for (TextFile adr : records) {
      String number = String.format(Locale.ROOT, "%03d", expected++);
      if (!adr.name().matches(number + "-[a-z0-9-]+\\.md")) {
        found.add(
            adr.finding(
                1,
                "decisions are numbered without gaps, but this is not " + number + "-its-title.md",
                "rename it"));
      }
      checkSections(adr, found);
    }
    return found;
  }

  private static void checkSections(TextFile adr, List<Finding> found) {
    List<String> lines = adr.lines();
    if (lines.isEmpty() || !lines.getFirst().matches("# \\d{3}: .+")) {
      found.add(adr.finding(1, "a decision opens with `# NNN: its title`", "add the title"));
    }
    int from = 0;
    for (String section : ADR_SECTIONS) {
      int at = lines.subList(from, lines.size()).indexOf(section) + from;
      if (at < from || !saysSomething(lines.subList(at + 1, lines.size()))) {
        found.add(
            adr.finding(
                from + 1,
                "a decision has " + ADR_SECTIONS + ", in this order, none empty",
                "write " + section));
      } else {
        from = at + 1;
      }
    }
  }

  /** What runs in CI, the last line of its script, is what the README tells people to run. */
  static List<Finding> checkTestCommand(TextFile ci, TextFile readme) {
    List<String> lines = ci.lines();
    String command = lines.getLast().replaceFirst("^exec ", "");
    if (readme.lines().contains(command)) {
      return List.of();
    }
    return List.of(
        ci.finding(
            lines.size(),
            "CI runs the test command of the README, but `" + command + "` is no line of it",
            "make the two equal"));
  }

  private static boolean saysSomething(List<String> below) {
    return below.stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .filter(line -> !line.startsWith("#"))
        .isPresent();
  }
}
