package dev.quiver.house;

/** One place where the repository breaks a rule: file, line, what is wrong and what to do. */
record Finding(String file, int line, String rule, String remedy) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + rule + "\n    remedy: " + remedy;
  }
}
