package dev.quiver.store.internal.quiet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Catches a backend over which Ratis is heard, one that is made deaf for others, and a level of the
 * user's that is overruled. Every backend is the real one, as an application would have it.
 */
class RatisLoggersTest {
  private static final String RATIS = "org.apache.ratis.server.RaftServer";
  private static final Path BACKENDS = Path.of("target", "logging");

  /** A backend, and how its user sets a level. */
  enum Backend {
    SIMPLE(
        "simplelogger.properties",
        "org.slf4j.simpleLogger.log.org.apache.ratis=info\n",
        "slf4j-simple"),
    LOGBACK(
        "logback.xml",
        "<configuration><logger name=\"org.apache.ratis\" level=\"INFO\"/></configuration>",
        "logback-classic",
        "logback-core"),
    LOG4J(
        "log4j2.properties",
        "rootLogger.level=warn\nlogger.ratis.name=org.apache.ratis\nlogger.ratis.level=info\n",
        "log4j-api",
        "log4j-core",
        "log4j-slf4j2-impl"),
    JUL("", "", "slf4j-jdk14"),
    NONE("", "");

    private final String file;
    private final String ratisAtInfo;
    private final List<String> jars;

    Backend(String file, String ratisAtInfo, String... jars) {
      this.file = file;
      this.ratisAtInfo = ratisAtInfo;
      this.jars = List.of(jars);
    }
  }

  @TempDir private Path settings;

  @ParameterizedTest
  @EnumSource(names = {"SIMPLE", "LOGBACK", "LOG4J"})
  void ratisIsHeardThoughNobodyAskedForIt(Backend backend) throws Exception {
    try (var application = new Application(backend)) {
      assertThat(application.hearsErrors("org.apache.ratis.util.Preconditions")).isTrue();
      application.quiet();
      assertThat(application.hearsErrors("org.apache.ratis.util.Preconditions"))
          .as("a logger from before")
          .isFalse();
      assertThat(application.hearsErrors(RATIS)).isFalse();
      assertThat(application.hearsErrors("org.apache.ratis")).isFalse();
      assertThat(application.hearsErrors("org.apache.ratistic")).isTrue();
      assertThat(application.hearsErrors("dev.quiver.store")).isTrue();
    }
  }

  /** Its levels are this JVM's, where other tests have opened stores. */
  @Test
  void ratisIsHeardOverJavaUtilLogging() throws Exception {
    try (var application = new Application(Backend.JUL)) {
      application.quiet();
      assertThat(application.hearsErrors(RATIS)).isFalse();
      assertThat(application.hearsErrors("dev.quiver.store")).isTrue();
    }
  }

  @Test
  void applicationWithoutABackendIsBothered() throws Exception {
    try (var application = new Application(Backend.NONE)) {
      application.quiet();
      assertThat(application.hearsErrors("dev.quiver.store")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SIMPLE", "LOGBACK", "LOG4J"})
  void levelOfTheUsersIsOverruled(Backend backend) throws Exception {
    Files.writeString(settings.resolve(backend.file), backend.ratisAtInfo);
    try (var application = new Application(backend)) {
      application.quiet();
      application.quiet();
      assertThat(application.hearsErrors(RATIS)).isTrue();
    }
  }

  /** What an application has on its class path: a backend, its settings, SLF4J and Quiver. */
  private final class Application extends URLClassLoader {
    private final Predicate<String> heard;

    @SuppressWarnings("unchecked") // as it is declared
    Application(Backend backend) throws Exception {
      super(new URL[0], ClassLoader.getPlatformClassLoader());
      addURL(settings.toUri().toURL());
      addURL(RatisLoggers.class.getProtectionDomain().getCodeSource().getLocation());
      addURL(jar("slf4j-api"));
      for (String name : backend.jars) {
        addURL(jar(name));
      }
      heard = (Predicate<String>) own(HeardErrors.class).getConstructor().newInstance();
    }

    /** A class of this test, as if it belonged to the application. */
    private Class<?> own(Class<?> type) throws IOException {
      String file = type.getName().replace('.', '/') + ".class";
      try (var bytes = type.getClassLoader().getResourceAsStream(file)) {
        byte[] read = Objects.requireNonNull(bytes).readAllBytes();
        return defineClass(type.getName(), read, 0, read.length);
      }
    }

    void quiet() throws Exception {
      within(() -> loadClass(RatisLoggers.class.getName()).getMethod("quiet").invoke(null));
    }

    boolean hearsErrors(String name) throws Exception {
      return within(() -> heard.test(name));
    }

    /** Backends look for their settings by the thread's class loader. */
    private <T> T within(Callable<T> call) throws Exception {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(this);
      try {
        return call.call();
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  /** Of those that Maven has laid aside, else of this JVM's own class path. */
  private static URL jar(String name) throws MalformedURLException {
    Path aside = BACKENDS.resolve(name + ".jar");
    if (Files.exists(aside)) {
      return aside.toUri().toURL();
    }
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> Path.of(entry).getFileName().toString().startsWith(name + "-"))
        .map(entry -> Path.of(entry).toUri())
        .findFirst()
        .orElseThrow()
        .toURL();
  }
}
