package dev.quiver.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each house rule finds the thing it is there for, at its line, and lets good code pass. */
class TidyRulesTest {
  private static final String STORE = "store-distributed/src/main/java/dev/quiver/store/";
  private static final String MAIN = "core/src/main/java/dev/quiver/x/X.java";

  @Test
  void linesWithTabsBlanksNotesAndMachinePathsAreFound() {
    var bad =
        new TextFile("a.md", "good\n\ttab\nblank \n// TO" + "DO later\nsee /ho" + "me/x\nend");

    assertThat(LineRules.check(bad))
        .extracting(Finding::line, Finding::rule)
        .containsExactly(
            tuple(2, "no tabs"),
            tuple(3, "no blanks at the end of a line"),
            tuple(4, "no TO" + "DO in the tree"),
            tuple(5, "no path of one machine, but found /ho" + "me/"),
            tuple(6, "a file ends with a line break"));
    assertThat(LineRules.check(new TextFile("a.md", "$HOME/x https://host/work/ src/work/x\n")))
        .isEmpty();
  }

  @Test
  void aFileOfMoreThan400LinesIsFound() {
    assertThat(SizeRules.checkFile(new TextFile("a.md", "x\n".repeat(400)))).isEmpty();
    assertThat(SizeRules.checkFile(new TextFile("a.md", "x\n".repeat(401))))
        .singleElement()
        .hasToString(
            "a.md:401: files have at most 400 lines, but this has 401\n"
                + "    remedy: split it where it changes subject");
  }

  @Test
  void aLongClassOfThePublicStoreIsFound() {
    assertThat(SizeRules.checkFile(new TextFile(STORE + "A.java", "x\n".repeat(201)))).hasSize(1);
    assertThat(SizeRules.checkFile(new TextFile(STORE + "A.java", "x\n".repeat(200)))).isEmpty();
    String said = "import a;\n  /** Says. */\n  /**\n   * Says.\n   */\n".repeat(10);
    assertThat(SizeRules.checkFile(new TextFile(STORE + "A.java", said + "x\n".repeat(200))))
        .isEmpty();
    assertThat(SizeRules.checkFile(new TextFile(STORE + "internal/A.java", "x\n".repeat(201))))
        .isEmpty();
  }

  @Test
  void aMedianOverTheLimitIsFound() {
    var small = new TextFile("Small.java", "x\n".repeat(120));
    var large = new TextFile("Large.java", "x\n".repeat(121));

    assertThat(SizeRules.checkMedian(List.of(small, large))).isEmpty();
    assertThat(SizeRules.checkMedian(List.of(small, large, large)))
        .hasValueSatisfying(
            finding -> assertThat(finding.toString()).startsWith("Large.java:1: half of all"));
  }

  @Test
  void aMethodOfMoreThan60LinesIsFound() throws IOException {
    assertThat(SizeRules.checkMembers(java("class X {\n void m() {" + "\n".repeat(59) + "}\n}")))
        .isEmpty();
    assertThat(SizeRules.checkMembers(java("class X {\n void m() {" + "\n".repeat(60) + "}\n}")))
        .extracting(Finding::line, Finding::rule)
        .containsExactly(tuple(2, "methods have at most 60 lines, but m has 61"));
  }

  @Test
  void aConstructorOfSixParametersIsFoundButARecordIsNot() throws IOException {
    String six = String.join(", ", IntStream.range(0, 6).mapToObj(i -> "int p" + i).toList());

    assertThat(SizeRules.checkMembers(java("class X { X(" + six + ") {} }")))
        .singleElement()
        .extracting(Finding::rule)
        .isEqualTo("constructors have at most 5 parameters, but X has 6");
    assertThat(SizeRules.checkMembers(java("record X(" + six + ") {}"))).isEmpty();
  }

  @Test
  void namesThatSayNothingAreFound() throws IOException {
    for (String name : List.of("ShardManager", "RetryHelper", "Utils", "StringUtil", "LogImpl")) {
      assertThat(NameRules.check(java("class " + name + " {}"))).as(name).hasSize(1);
    }
    assertThat(NameRules.check(java("class Implementation { enum Utility {} }"))).isEmpty();
    assertThat(NameRules.check(java("class X { record InnerImpl() {} }"))).hasSize(1);
  }

  @Test
  void aWildcardImportIsFound() throws IOException {
    assertThat(NameRules.check(java("import java.util.*;\nclass X {}"))).hasSize(1);
    assertThat(NameRules.check(java("import static java.util.List.*;\nclass X {}"))).hasSize(1);
  }

  @Test
  void aSwallowedExceptionIsFound() throws IOException {
    assertConduct("try { run(); } catch (Exception e) {\n // never mind\n }", "is swallowed");
    assertConduct("throw new RuntimeException(e);", "bare RuntimeException");
    assertThat(ConductRules.check(inMethod("throw new RuntimeException(\"boom\");"))).isEmpty();
  }

  @Test
  void aSleepIsFound() throws IOException {
    assertConduct("Thread.sleep(10);", "no code sleeps");
    assertConduct("java.lang.Thread.sleep(Duration.ZERO);", "no code sleeps");
    assertConduct("TimeUnit.SECONDS.sleep(1);", "no code sleeps");
    assertConduct("use(Thread::sleep);", "no code sleeps");
    assertThat(ConductRules.check(java("import static java.lang.Thread.sleep;\nclass X {}")))
        .hasSize(1);
  }

  @Test
  void aTestSwitchedOffIsFound() throws IOException {
    assertThat(ConductRules.check(java("@Disabled class X { }"))).hasSize(1);
    assertThat(ConductRules.check(java("class X { @org.junit.jupiter.api.Disabled void m() {} }")))
        .hasSize(1);
  }

  @Test
  void aTypeWithoutJavadocIsFound() throws IOException {
    assertThat(DocumentationRules.checkTypes(java("/** An x. */\nclass X {}"))).isEmpty();
    assertThat(DocumentationRules.checkTypes(java("package a;\n// no\nclass X {}")))
        .singleElement()
        .extracting(Finding::line)
        .isEqualTo(3);
  }

  @Test
  void aPublicMemberWithoutJavadocIsFound() throws IOException {
    String bad =
        """
        /** An x. */
        public class X {
          public X() {}
          public static final int N = 1;
          public void m() {}
          @Override public String toString() { return ""; }
          void unseen() {}
          /** A record.
           * @param a said */
          public record R(int a, int b) { public R { a = 1; } }
          /** An interface. */
          public interface I { void n(); }
        }
        """;
    assertThat(PublicApiRules.check(parse(STORE + "X.java", bad)))
        .extracting(Finding::line)
        .containsExactly(3, 4, 5, 10, 12);
    assertThat(PublicApiRules.check(parse(STORE + "internal/X.java", bad))).isEmpty();
    assertThat(
            PublicApiRules.check(
                parse(STORE + "X.java", "/** An x. */ class X { public void m() {} }")))
        .isEmpty();
  }

  @Test
  void aSettingThatDoesNotSayItsDefaultIsFound() throws IOException {
    String builder = "/** A b. */ public class XBuilder { /** %s */ public XBuilder n(int n) {} }";

    for (String said : List.of("Left out: 1.", "The default is 1.", "Required.")) {
      String good = builder.replace("%s", said);
      assertThat(PublicApiRules.check(parse(STORE + "XBuilder.java", good))).as(said).isEmpty();
    }
    assertThat(
            PublicApiRules.check(
                parse(STORE + "XBuilder.java", builder.replace("%s", "A number."))))
        .singleElement()
        .extracting(Finding::rule)
        .isEqualTo("a builder's method says what holds where it is not called, but n does not");
  }

  @Test
  void aPackageWithoutNullMarkedIsFound() throws IOException {
    JavaFile type = java("package a.b;\nclass X {}");
    JavaFile bare = parse("src/main/java/a/b/package-info.java", "package a.b;");
    JavaFile marked = parse("src/main/java/a/b/package-info.java", "@NullMarked package a.b;");

    assertThat(DocumentationRules.checkPackages(List.of(type, marked))).isEmpty();
    assertThat(DocumentationRules.checkPackages(List.of(type, bare)))
        .singleElement()
        .extracting(Finding::rule)
        .isEqualTo("every package is @NullMarked, but a.b is not");
  }

  @Test
  void aStrangerAtTheTopLevelIsFound() {
    assertThat(LayoutRules.checkTopLevel(List.of("pom.xml", "core", "scripts")))
        .singleElement()
        .extracting(Finding::file)
        .isEqualTo("scripts");
  }

  @Test
  void aGapOrAHoleInTheDecisionsIsFound() {
    String whole =
        """
        # 001: A

        ## Context

        a

        ## Decision

        b

        ## Consequences

        c

        ## Decision log

        - d
        """;
    var first = new TextFile("docs/adr/001-a.md", whole);

    assertThat(LayoutRules.checkDecisions(List.of(first))).isEmpty();
    assertThat(LayoutRules.checkDecisions(List.of(first, new TextFile("docs/adr/003-c.md", whole))))
        .hasSize(1);
    for (String missing : List.of("# 001: A\n", "## Context\n\na\n", "c\n", "## Decision log\n")) {
      var broken = new TextFile("docs/adr/001-a.md", whole.replace(missing, ""));
      assertThat(LayoutRules.checkDecisions(List.of(broken))).as(missing).isNotEmpty();
    }
  }

  @Test
  void aTestCommandOtherThanTheReadmesIsFound() {
    var ci = new TextFile(".ci/run", "set -e\nexec mvn verify\n");

    assertThat(LayoutRules.checkTestCommand(ci, new TextFile("README.md", "a\nmvn verify\n")))
        .isEmpty();
    assertThat(LayoutRules.checkTestCommand(ci, new TextFile("README.md", "mvn -o verify\n")))
        .singleElement()
        .extracting(Finding::line)
        .isEqualTo(2);
  }

  private static void assertConduct(String statement, String rule) throws IOException {
    assertThat(ConductRules.check(inMethod(statement)))
        .as(statement)
        .singleElement()
        .satisfies(finding -> assertThat(finding.rule()).contains(rule));
  }

  private static JavaFile inMethod(String statement) throws IOException {
    return java("class X { void m() { " + statement + " } }");
  }

  private static JavaFile java(String text) throws IOException {
    return parse(MAIN, text);
  }

  private static JavaFile parse(String path, String text) throws IOException {
    return JavaFile.parse(new TextFile(path, text));
  }
}
