package dev.quiver.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packages of one module from top to bottom. A package may use those on lines below its own:
 * not those above, and not its neighbours on the same line.
 *
 * @param base the package all names are relative to; the empty name is the base itself
 * @param lines names of packages; each stands for its sub-packages too
 */
record PackageOrder(String base, List<List<String>> lines) {
  static PackageOrder of(String base, String... lines) {
    return new PackageOrder(
        base, Arrays.stream(lines).map(line -> List.of(line.split(",", -1))).toList());
  }

  List<ArchRule> rules() {
    var rules = new ArrayList<ArchRule>();
    rules.add(everyPackageIsListed());
    for (int i = 0; i < lines.size(); i++) {
      for (String name : lines.get(i)) {
        int line = i;
        Stream<String> above = lines.subList(0, i).stream().flatMap(List::stream);
        Stream<String> beside = lines.get(line).stream().filter(other -> !other.equals(name));
        String[] barred = Stream.concat(above, beside).map(this::pattern).toArray(String[]::new);
        if (barred.length > 0) {
          rules.add(onlyUsesWhatIsBelow(pattern(name), barred));
        }
      }
    }
    return rules;
  }

  private ArchRule everyPackageIsListed() {
    String[] all = lines.stream().flatMap(List::stream).map(this::pattern).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .resideInAnyPackage(all)
        .because("every package has its place in docs/ARCHITECTURE.md: give this one its own there")
        .allowEmptyShould(true);
  }

  private static ArchRule onlyUsesWhatIsBelow(String from, String[] barred) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(barred)
        .because("a package uses only those below it: move the shared part down, or hand it in")
        .allowEmptyShould(true);
  }

  private String pattern(String name) {
    return name.isEmpty() ? base : base + "." + name + "..";
  }
}
