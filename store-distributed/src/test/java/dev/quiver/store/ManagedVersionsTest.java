package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.cache.TestRedis;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Catches: a method that only newer libraries have than those that an application gets from the
 * Spring Boot it is built on. The build copies the libraries of each Boot into a folder.
 */
@Timeout(120)
class ManagedVersionsTest {
  /** Everything that talks to Redis is Quiver's own, so no version of a client can be wrong. */
  private static final Set<String> NEVER_NEEDED = Set.of("jedis", "commons-pool2");

  @ParameterizedTest
  @CsvSource({"boot-3.5, micrometer-core-1.15", "boot-4.0, micrometer-core-1.16"})
  void aStoreWorksWithTheLibrariesOf(String platform, String micrometer, @TempDir Path directory)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    try (TestRedis redis = TestRedis.open()) {
      Object[] arguments = {redis.uri(), directory.resolve("handoff")};
      Process child =
          ChildJvm.running(ManagedVersionsChild.class, 256, classPath(platform), arguments)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!child.waitFor(100, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
      assertThat(child.waitFor()).as(Files.readString(output)).isZero();
    }
    assertThat(Files.readString(output))
        .contains(micrometer)
        .contains("quiver.append", "quiver.lag", "quiver.asks", "quiver.apply")
        .contains("quiver.cache.hits", "quiver.cache.bytes", "quiver.failover.attempt");
  }

  private static String classPath(String platform) throws IOException {
    List<String> managed;
    try (Stream<Path> jars = Files.list(Path.of("target", "managed", platform))) {
      managed = jars.map(Path::toString).toList();
    }
    Set<String> replaced =
        managed.stream().map(ManagedVersionsTest::artifact).collect(Collectors.toSet());
    replaced.addAll(NEVER_NEEDED);
    var all = new ArrayList<>(managed);
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !replaced.contains(artifact(entry)))
        .forEach(all::add);
    return String.join(File.pathSeparator, all);
  }

  /** The name of a jar up to its version. */
  private static String artifact(String entry) {
    return Path.of(entry).getFileName().toString().replaceFirst("-\\d.*", "");
  }
}
