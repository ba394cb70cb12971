package dev.quiver.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ImportTree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a type may be called, and how it may be brought in. */
final class NameRules {
  private static final Pattern SAYS_NOTHING =
      Pattern.compile("(Manager|Helper|Utils?|Impl)(?![a-z])");

  private NameRules() {}

  static List<Finding> check(JavaFile file) {
    var found = new ArrayList<Finding>();
    for (ClassTree type : file.all(ClassTree.class)) {
      Matcher word = SAYS_NOTHING.matcher(type.getSimpleName());
      if (word.find()) {
        found.add(
            file.finding(
                type,
                "no type is called " + word.group() + ", but found " + type.getSimpleName(),
                "name it after what it does, in the words of the architecture"));
      }
    }
    for (ImportTree entry : file.all(ImportTree.class)) {
      if (entry.getQualifiedIdentifier().toString().endsWith(".*")) {
        found.add(
            file.finding(
                entry,
                "no wildcard imports, but found " + entry.getQualifiedIdentifier(),
                "name each type"));
      }
    }
    return found;
  }
}
