package dev.quiver.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How long things may be: short files, short methods, few constructor parameters; and the classes
 * that users of the store see shorter still, because they only translate and delegate. What is
 * written for those users, Javadoc, is not counted against them.
 *
 * <p>Poms, the licence, the change log and resources grow with what they list, not with what a
 * reader has to keep in mind, and are not measured. Records may have any number of components: they
 * are written, printed and compared by name, and options are one record.
 */
final class SizeRules {
  static final int FILE_LINES = 400;
  static final int PUBLIC_STORE_LINES = 200;
  static final int MEDIAN_FILE_LINES = 120;
  static final int METHOD_LINES = 60;
  static final int CONSTRUCTOR_PARAMETERS = 5;

  private static final Set<String> LISTS = Set.of("pom.xml", "LICENSE", "CHANGELOG.md");

  private static final Pattern PUBLIC_STORE =
      Pattern.compile(".*/src/main/java/dev/quiver/store/[^/]+");

  private static final Pattern JAVADOC = Pattern.compile("(?s)(?m)^ */\\*\\*.*?\\*/\\R");

  private SizeRules() {}

  static List<Finding> checkFile(TextFile file) {
    int lines = file.lines().size();
    if (ofCode(file) > PUBLIC_STORE_LINES && PUBLIC_STORE.matcher(file.path()).matches()) {
      return List.of(
          file.finding(
              PUBLIC_STORE_LINES + 1,
              "what users see has at most "
                  + PUBLIC_STORE_LINES
                  + " lines of code, but this has "
                  + ofCode(file),
              "translate and delegate here, work in a package below"));
    }
    if (lines <= FILE_LINES || LISTS.contains(file.name()) || file.path().contains("/resources/")) {
      return List.of();
    }
    return List.of(
        file.finding(
            FILE_LINES + 1,
            "files have at most " + FILE_LINES + " lines, but this has " + lines,
            "split it where it changes subject"));
  }

  /** Imports tell how much a class delegates to, Javadoc what it is for: neither how much it is. */
  private static long ofCode(TextFile file) {
    return JAVADOC.matcher(file.text()).replaceAll("").lines().filter(SizeRules::isCode).count();
  }

  private static boolean isCode(String line) {
    return !line.isBlank() && !line.startsWith("import ");
  }

  /** Half of the source files are at most this long; the finding names the longest. */
  static Optional<Finding> checkMedian(List<TextFile> files) {
    List<TextFile> sources =
        files.stream()
            .filter(TextFile::isJava)
            .sorted(Comparator.comparingInt(file -> file.lines().size()))
            .toList();
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    int median = sources.get((sources.size() - 1) / 2).lines().size();
    if (median <= MEDIAN_FILE_LINES) {
      return Optional.empty();
    }
    return Optional.of(
        sources
            .getLast()
            .finding(
                1,
                "half of all sources have at most "
                    + MEDIAN_FILE_LINES
                    + " lines, but the median is "
                    + median,
                "split the longest files, this one first"));
  }

  static List<Finding> checkMembers(JavaFile file) {
    var found = new ArrayList<Finding>();
    for (MethodTree method : file.all(MethodTree.class)) {
      int lines = file.lastLine(method) - file.firstLine(method) + 1;
      if (lines > METHOD_LINES) {
        found.add(
            file.finding(
                method,
                "methods have at most "
                    + METHOD_LINES
                    + " lines, but "
                    + method.getName()
                    + " has "
                    + lines,
                "name its steps as methods of their own"));
      }
    }
    for (ClassTree type : file.all(ClassTree.class)) {
      if (type.getKind() != Tree.Kind.RECORD) {
        checkConstructors(file, type, found);
      }
    }
    return found;
  }

  private static void checkConstructors(JavaFile file, ClassTree type, List<Finding> found) {
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method
          && method.getName().contentEquals("<init>")
          && method.getParameters().size() > CONSTRUCTOR_PARAMETERS) {
        found.add(
            file.finding(
                method,
                "constructors have at most "
                    + CONSTRUCTOR_PARAMETERS
                    + " parameters, but "
                    + type.getSimpleName()
                    + " has "
                    + method.getParameters().size(),
                "put those that belong together into a record"));
      }
    }
  }
}
