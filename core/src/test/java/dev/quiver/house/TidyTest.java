package dev.quiver.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the repository against the house rules. */
class TidyTest {
  private static Repository repository;
  private static List<TextFile> files;
  private static List<JavaFile> sources;

  @BeforeAll
  static void readEverything() throws IOException {
    repository = Repository.here();
    files = repository.textFiles();
    sources = repository.javaFiles();
    assertThat(sources).as("the sources of the repository").hasSizeGreaterThan(10);
  }

  @Test
  void linesAreClean() {
    assertClean(each(files, LineRules::check));
  }

  @Test
  void filesAreShort() {
    assertClean(each(files, SizeRules::checkFile));
    assertClean(SizeRules.checkMedian(files).stream().toList());
  }

  @Test
  void methodsAndConstructorsAreSmall() {
    assertClean(each(sources, SizeRules::checkMembers));
  }

  @Test
  void namesSaySomething() {
    assertClean(each(sources, NameRules::check));
  }

  @Test
  void codeBehaves() {
    assertClean(each(sources, ConductRules::check));
  }

  @Test
  void typesSayWhatTheyAre() {
    assertClean(each(sources, DocumentationRules::checkTypes));
  }

  @Test
  void whatApplicationsCallIsDocumented() {
    assertClean(each(sources, PublicApiRules::check));
  }

  @Test
  void packagesAreNullMarked() {
    assertClean(DocumentationRules.checkPackages(sources));
  }

  @Test
  void topLevelIsSmall() throws IOException {
    assertClean(LayoutRules.checkTopLevel(repository.topLevel()));
  }

  @Test
  void decisionsAreComplete() {
    List<TextFile> records =
        files.stream().filter(file -> file.path().startsWith("docs/adr/")).toList();
    assertThat(records).isNotEmpty();
    assertClean(LayoutRules.checkDecisions(records));
  }

  @Test
  void ciRunsWhatTheReadmeSays() {
    assertClean(LayoutRules.checkTestCommand(file(".ci/run"), file("README.md")));
  }

  private static TextFile file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst().orElseThrow();
  }

  private static <F> List<Finding> each(List<F> checked, Function<F, List<Finding>> rule) {
    return checked.stream().flatMap(file -> rule.apply(file).stream()).toList();
  }

  private static void assertClean(List<Finding> findings) {
    String message = findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    assertThat(findings).overridingErrorMessage("%s", "\n" + message).isEmpty();
  }
}
