package dev.quiver.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the classes of all modules against the architecture. */
class ArchitectureTest {
  private static JavaClasses quiver;

  @BeforeAll
  static void readAllModules() {
    quiver =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.quiver");
    assertThat(quiver).as("classes found on the class path").hasSizeGreaterThan(5);
  }

  static Stream<ArchRule> rules() {
    return Architecture.rules().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    rule.check(quiver);
  }
}
