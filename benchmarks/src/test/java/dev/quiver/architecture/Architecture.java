package dev.quiver.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules of {@code docs/ARCHITECTURE.md}, section "Packages", for all modules at once. */
final class Architecture {
  private static final String CORE = "dev.quiver.core";
  private static final String EMBEDDING = "dev.quiver.embedding";
  private static final String STORE = "dev.quiver.store";
  private static final String INTERNAL = STORE + ".internal";

  private static final PackageOrder CORE_ORDER =
      PackageOrder.of(CORE, "failover,route", "load", "placement", "ring", "cluster");
  private static final PackageOrder STORE_ORDER =
      PackageOrder.of(
          STORE,
          "",
          "internal.cluster,internal.failover",
          "internal.write,internal.search,internal.handoff",
          "internal.replica,internal.transport",
          "internal.log,internal.cache",
          "internal.shard",
          "internal.meter",
          "internal.index",
          "internal.wire",
          "internal.port",
          "internal.model",
          "error");

  private static final PackageOrder EMBEDDING_ORDER =
      PackageOrder.of(
          EMBEDDING,
          "",
          "internal.run,internal.ingest",
          "internal.folder,internal.onnx,internal.tokens,internal.meter,internal.ledger,internal.split",
          "spec,error");

  /** Packages of a library, and the only packages of our libraries that see it. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry(
              "com.dynatrace.hash4j..",
              List.of(CORE + ".ring..", CORE + ".route..", STORE + ".internal.index..")),
          Map.entry("org.apache.lucene..", List.of(INTERNAL + ".index..")),
          Map.entry(
              "org.apache.ratis..",
              List.of(INTERNAL + ".log..", INTERNAL + ".replica..", INTERNAL + ".transport..")),
          Map.entry("redis.clients..", List.of(INTERNAL + ".cache..")),
          Map.entry("com.github.benmanes.caffeine..", List.of(INTERNAL + ".cache..")),
          Map.entry(
              "io.github.resilience4j..",
              List.of(INTERNAL + ".failover..", EMBEDDING + ".internal.ingest..")),
          Map.entry("com.google.protobuf..", List.of(INTERNAL + ".wire..")),
          Map.entry(
              "io.micrometer..",
              List.of(STORE, INTERNAL + ".meter..", EMBEDDING, EMBEDDING + ".internal.meter..")),
          Map.entry("dev.langchain4j..", List.of(STORE, EMBEDDING + "..")),
          Map.entry("com.fasterxml.jackson..", List.of(EMBEDDING + ".internal.folder..")),
          Map.entry("ai.onnxruntime..", List.of(EMBEDDING + ".internal.onnx..")),
          Map.entry("ai.djl..", List.of(EMBEDDING + ".internal.tokens..")));

  private Architecture() {}

  static List<ArchRule> rules() {
    var rules = new ArrayList<ArchRule>();
    rules.add(noPackageCycles());
    rules.addAll(CORE_ORDER.rules());
    rules.addAll(STORE_ORDER.rules());
    rules.addAll(EMBEDDING_ORDER.rules());
    LIBRARIES.forEach((library, homes) -> rules.add(onlySeenBy(library, homes)));
    rules.add(everyLibraryHasAHome());
    rules.add(coreKnowsNothingElse());
    rules.add(strangers(EMBEDDING, STORE));
    rules.add(strangers(EMBEDDING, CORE));
    rules.add(strangers(STORE, EMBEDDING));
    rules.add(internalsStayInside(STORE));
    rules.add(internalsStayInside(EMBEDDING));
    return rules;
  }

  private static ArchRule noPackageCycles() {
    return slices()
        .matching("dev.quiver.(**)")
        .should()
        .beFreeOfCycles()
        .because("packages in a cycle are one package: move what both need below them")
        .allowEmptyShould(true);
  }

  private static ArchRule onlySeenBy(String library, List<String> homes) {
    return noClasses()
        .that()
        .resideInAnyPackage(CORE + "..", EMBEDDING + "..", STORE + "..")
        .and()
        .resideOutsideOfPackages(homes.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .because("only " + homes + " sees this library: go through the port there")
        .allowEmptyShould(true);
  }

  private static ArchRule everyLibraryHasAHome() {
    Stream<String> everywhere =
        Stream.of(
            "java..",
            "javax..",
            "jdk..",
            "com.sun.management..",
            "org.jspecify..",
            "org.slf4j..",
            "dev.quiver..");
    return classes()
        .that()
        .resideInAnyPackage(EMBEDDING + "..", STORE + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(everywhere, LIBRARIES.keySet().stream()).toArray(String[]::new))
        .because("a library enters through one package: choose it, and list it in Architecture")
        .allowEmptyShould(true);
  }

  private static ArchRule coreKnowsNothingElse() {
    return classes()
        .that()
        .resideInAPackage(CORE + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.of(CORE, "java", "org.jspecify", "com.dynatrace.hash4j")
                .map(root -> root + "..")
                .toArray(String[]::new))
        .because("core is pure: take what it needs as a parameter")
        .allowEmptyShould(true);
  }

  private static ArchRule strangers(String module, String other) {
    return noClasses()
        .that()
        .resideInAPackage(module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(other + "..")
        .because("these modules do not know each other: meet in an interface of LangChain4j")
        .allowEmptyShould(true);
  }

  private static ArchRule internalsStayInside(String module) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(module + ".internal..")
        .because("internals change without notice: use the public API, or add to it")
        .allowEmptyShould(true);
  }
}
