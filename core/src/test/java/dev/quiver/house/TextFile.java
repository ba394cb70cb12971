package dev.quiver.house;

import java.util.List;

/** A text file of the repository; its path is relative to the root, with slashes. */
record TextFile(String path, String text) {
  List<String> lines() {
    return text.lines().toList();
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isMainJava() {
    return isJava() && path.contains("/src/main/");
  }

  Finding finding(int line, String rule, String remedy) {
    return new Finding(path, line, rule, remedy);
  }
}
