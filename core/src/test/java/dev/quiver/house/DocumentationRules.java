package dev.quiver.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has to be written down: what a type is, and that its package knows null. */
final class DocumentationRules {
  private DocumentationRules() {}

  /** Types of programs and libraries; a test is named after what it would catch. */
  static List<Finding> checkTypes(JavaFile file) {
    if (!file.file().isMainJava()) {
      return List.of();
    }
    var found = new ArrayList<Finding>();
    for (Tree declared : file.unit().getTypeDecls()) {
      if (declared instanceof ClassTree type && !file.hasJavadoc(type)) {
        found.add(
            file.finding(
                type,
                "a type opens with what it is, but " + type.getSimpleName() + " has no Javadoc",
                "say in a sentence what it is"));
      }
    }
    return found;
  }

  static List<Finding> checkPackages(List<JavaFile> files) {
    Map<String, JavaFile> unmarked = new TreeMap<>();
    for (JavaFile file : files) {
      unmarked.putIfAbsent(packageOf(file), file);
    }
    for (JavaFile file : files) {
      if (file.file().name().equals("package-info.java")
          && file.unit().getPackageAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().endsWith("NullMarked"))) {
        unmarked.remove(packageOf(file));
      }
    }
    return unmarked.entrySet().stream()
        .map(
            entry ->
                entry
                    .getValue()
                    .file()
                    .finding(
                        1,
                        "every package is @NullMarked, but " + entry.getKey() + " is not",
                        "add a package-info.java that says what the package is, with @NullMarked"))
        .toList();
  }

  private static String packageOf(JavaFile file) {
    return String.valueOf(file.unit().getPackageName());
  }
}
