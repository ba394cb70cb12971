package dev.quiver.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each architecture rule finds a world that breaks it, and lets the intended one pass. */
class ArchitectureRulesTest {
  private static final String INTERNAL = "dev.quiver.store.internal.";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "dev.quiver.core.route, dev.quiver.core.load",
    "dev.quiver.core.failover, dev.quiver.core.cluster",
    "dev.quiver.core.placement, dev.quiver.core.ring",
    "dev.quiver.core.ring, com.dynatrace.hash4j.hashing",
    "dev.quiver.store, dev.quiver.store.internal.cluster",
    "dev.quiver.store, dev.langchain4j.store",
    "dev.quiver.store.internal.search, dev.quiver.core.route",
    "dev.quiver.store.internal.search, org.slf4j",
    "dev.quiver.store.internal.index, org.apache.lucene.index",
    "dev.quiver.store.internal.transport, org.apache.ratis.server",
    "dev.quiver.store.internal.wire, dev.quiver.store.internal.model",
    "dev.quiver.embedding, dev.langchain4j.model",
    "dev.quiver.embedding, dev.quiver.embedding.internal.run",
    "dev.quiver.embedding.internal.ingest, dev.quiver.embedding.internal.ledger",
    "dev.quiver.embedding.internal.ingest, io.github.resilience4j.retry",
    "dev.quiver.embedding.internal.folder, com.fasterxml.jackson.databind",
    "dev.quiver.embedding.internal.onnx, ai.onnxruntime",
    "dev.quiver.embedding.internal.tokens, ai.djl.huggingface",
    "dev.quiver.examples, dev.quiver.store"
  })
  void whatIsIntendedPasses(String from, String to) throws IOException {
    assertThat(brokenBy(from + " -> " + to, to)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "dev.quiver.core.cluster, dev.quiver.core.ring",
    "dev.quiver.core.ring, dev.quiver.core.placement",
    "dev.quiver.core.load, dev.quiver.core.route",
    "dev.quiver.core.failover, dev.quiver.core.route",
    "dev.quiver.core.route, dev.quiver.core.failover",
    "dev.quiver.store.internal.cluster, dev.quiver.store",
    "dev.quiver.store.internal.write, dev.quiver.store.internal.search",
    "dev.quiver.store.internal.replica, dev.quiver.store.internal.write",
    "dev.quiver.store.internal.log, dev.quiver.store.internal.replica",
    "dev.quiver.store.internal.shard, dev.quiver.store.internal.cache",
    "dev.quiver.store.internal.index, dev.quiver.store.internal.shard",
    "dev.quiver.store.internal.model, dev.quiver.store.internal.wire",
    "dev.quiver.store.error, dev.quiver.store.internal.model",
    "dev.quiver.embedding.internal.run, dev.quiver.embedding",
    "dev.quiver.embedding.internal.onnx, dev.quiver.embedding.internal.tokens",
    "dev.quiver.embedding.internal.ledger, dev.quiver.embedding.internal.ingest"
  })
  void aPackageThatUsesOneAboveOrBesideItIsFound(String from, String to) throws IOException {
    assertThat(brokenBy(from + " -> " + to, to))
        .anySatisfy(message -> assertThat(message).contains("uses only those below it", to));
  }

  @ParameterizedTest
  @CsvSource({
    "dev.quiver.core.cluster, com.dynatrace.hash4j.hashing",
    "dev.quiver.store.internal.search, org.apache.lucene.search",
    "dev.quiver.store.internal.cluster, org.apache.ratis.server",
    "dev.quiver.store.internal.search, redis.clients.jedis",
    "dev.quiver.store, com.github.benmanes.caffeine.cache",
    "dev.quiver.store.internal.model, com.google.protobuf",
    "dev.quiver.store.internal.model, dev.langchain4j.data",
    "dev.quiver.embedding, ai.onnxruntime",
    "dev.quiver.embedding, io.github.resilience4j.retry",
    "dev.quiver.embedding.internal.run, ai.djl.huggingface",
    "dev.quiver.store.internal.index, ai.onnxruntime",
    "dev.quiver.store.internal.index, ai.djl.huggingface"
  })
  void aLibraryOutsideItsPackageIsFound(String from, String to) throws IOException {
    assertThat(brokenBy(from + " -> " + to, to))
        .anySatisfy(message -> assertThat(message).contains("sees this library", from));
  }

  @Test
  void aLibraryWithoutAHomeIsFound() throws IOException {
    assertThat(brokenBy(INTERNAL + "search -> org.example.retry", "org.example.retry"))
        .singleElement()
        .satisfies(message -> assertThat(message).contains("a library enters", "org.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "dev.quiver.core.cluster, org.slf4j, core is pure",
    "dev.quiver.core.cluster, dev.quiver.store, core is pure",
    "dev.quiver.embedding, dev.quiver.store, do not know each other",
    "dev.quiver.embedding, dev.quiver.core.ring, do not know each other",
    "dev.quiver.store, dev.quiver.embedding, do not know each other",
    "dev.quiver.examples, dev.quiver.store.internal.index, internals change",
    "dev.quiver.examples, dev.quiver.embedding.internal.onnx, internals change",
    "dev.quiver.benchmarks, dev.quiver.store.internal.cluster, internals change"
  })
  void aModuleThatKnowsTooMuchIsFound(String from, String to, String why) throws IOException {
    assertThat(brokenBy(from + " -> " + to, to))
        .anySatisfy(message -> assertThat(message).contains(why, from));
  }

  @Test
  void aCycleIsFound() throws IOException {
    assertThat(
            brokenBy(
                "dev.quiver.examples.a -> dev.quiver.examples.b",
                "dev.quiver.examples.b -> dev.quiver.examples.a"))
        .singleElement()
        .satisfies(message -> assertThat(message).contains("Cycle detected"));
  }

  @ParameterizedTest
  @CsvSource({"dev.quiver.core.misc", "dev.quiver.store.internal.misc", "dev.quiver.core"})
  void aPackageWithoutAPlaceIsFound(String name) throws IOException {
    assertThat(brokenBy(name))
        .singleElement()
        .satisfies(message -> assertThat(message).contains("has its place", name));
  }

  @Test
  void subPackagesBelongToTheirPackage() throws IOException {
    String lucene = INTERNAL + "index.filter -> org.apache.lucene.search";

    assertThat(brokenBy(lucene, "org.apache.lucene.search")).isEmpty();
  }

  private List<String> brokenBy(String... uses) throws IOException {
    JavaClasses classes = Snippets.compile(folder, uses);
    return Architecture.rules().stream()
        .map(rule -> rule.evaluate(classes))
        .filter(result -> result.hasViolation())
        .map(result -> result.getFailureReport().toString())
        .toList();
  }
}
