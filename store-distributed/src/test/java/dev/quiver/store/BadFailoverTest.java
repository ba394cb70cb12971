package dev.quiver.store;

import static dev.quiver.store.TestVectors.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Catches failover settings that are let through, and refused ones that leave a queue on disk. */
@Timeout(60)
final class BadFailoverTest {
  private static final EmbeddingStore<TextSegment> ANY = new PlainEmbeddingStore();

  @TempDir private Path directory;

  /** Settings that must be refused, and the whole of what their author must be told. */
  record Bad(String message, Consumer<FailoverEmbeddingStoreBuilder> settings) {
    @Override
    public String toString() {
      return message;
    }
  }

  private FailoverEmbeddingStoreBuilder builder() {
    return FailoverEmbeddingStore.builder().handoffDirectory(directory.resolve("handoff"));
  }

  @ParameterizedTest
  @MethodSource({"clusters", "numbers", "times", "absent"})
  void isRefused(Bad bad) {
    FailoverEmbeddingStoreBuilder builder = builder().cluster("west", ANY);
    assertThatThrownBy(
            () -> {
              bad.settings.accept(builder);
              builder.writes(WritePolicy.ALL).build().close();
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(bad.message);
    assertThat(Files.exists(directory.resolve("handoff"))).isFalse();
  }

  @Test
  void noClusterIsRefused() {
    assertThatThrownBy(() -> builder().writes(WritePolicy.ALL).build().close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clusters must be at least 1, but were 0");
    assertThat(Files.exists(directory.resolve("handoff"))).isFalse();
  }

  @Test
  void writesToAllNeedAPlaceForWhatIsMissed() {
    var without = FailoverEmbeddingStore.builder().cluster("west", ANY).writes(WritePolicy.ALL);
    assertThatThrownBy(() -> without.build().close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("handoffDirectory must be given when writes is ALL");
    without.handoffDirectory(directory.resolve("handoff")).build().close();
  }

  @Test
  void boundsThemselvesAreAllowed() {
    builder()
        .cluster("west", ANY)
        .timeout(Duration.ofSeconds(1))
        .attemptTimeout(Duration.ofSeconds(1))
        .retries(0)
        .maxHandoffBytes(1)
        .maxLag(Duration.ZERO)
        .maxCallsPerCluster(1)
        .writes(WritePolicy.ALL)
        .build()
        .close();
  }

  static List<Bad> clusters() {
    Supplier<EmbeddingStore<TextSegment>> opener = () -> ANY;
    return Stream.concat(
            Stream.of(
                new Bad(
                    "cluster must be named once, but was twice: west", b -> b.cluster("west", ANY)),
                new Bad(
                    "cluster must be named once, but was twice: west",
                    b -> b.cluster("west", opener))),
            Stream.of("", "../up", ".hidden", "n".repeat(64))
                .map(
                    name ->
                        new Bad(
                            "cluster must match [A-Za-z0-9][A-Za-z0-9._-]{0,62}, but was \""
                                + name
                                + "\"",
                            b -> b.cluster(name, ANY))))
        .toList();
  }

  static List<Bad> numbers() {
    return List.of(
        new Bad("retries must be between 0 and 100, but was -1", b -> b.retries(-1)),
        new Bad("retries must be between 0 and 100, but was 101", b -> b.retries(101)),
        new Bad("maxHandoffBytes must be at least 1, but was 0", b -> b.maxHandoffBytes(0)),
        new Bad(
            "maxHandoffBytes must be at least 1, but was " + Long.MIN_VALUE,
            b -> b.maxHandoffBytes(Long.MIN_VALUE)),
        new Bad(
            "maxCallsPerCluster must be between 1 and 100000, but was 0",
            b -> b.maxCallsPerCluster(0)));
  }

  static List<Bad> times() {
    return List.of(
        new Bad("timeout must be longer than zero, but was PT0S", b -> b.timeout(Duration.ZERO)),
        new Bad(
            "attemptTimeout must be longer than zero, but was PT-1S",
            b -> b.attemptTimeout(Duration.ofSeconds(-1))),
        new Bad(
            "attemptTimeout must be at most timeout (PT2S), but was PT3S",
            b -> b.attemptTimeout(Duration.ofSeconds(3)).timeout(Duration.ofSeconds(2))),
        new Bad(
            "attemptTimeout must be at most timeout (PT10S), but was PT10.000000001S",
            b -> b.attemptTimeout(Duration.ofSeconds(10).plusNanos(1))),
        new Bad(
            "maxLag must not be negative, but was PT-0.001S", b -> b.maxLag(Duration.ofMillis(-1))),
        new Bad(
            "probeInterval must be longer than zero, but was PT0S",
            b -> b.probeInterval(Duration.ZERO)));
  }

  static List<Bad> absent() {
    EmbeddingStore<TextSegment> noStore = none();
    Supplier<EmbeddingStore<TextSegment>> noOpener = none();
    return List.of(
        new Bad("store of cluster east must not be null", b -> b.cluster("east", noStore)),
        new Bad("opener of cluster east must not be null", b -> b.cluster("east", noOpener)),
        new Bad("cluster must not be null", b -> b.cluster(none(), ANY)),
        new Bad("timeout must not be null", b -> b.timeout(none())),
        new Bad("attemptTimeout must not be null", b -> b.attemptTimeout(none())),
        new Bad("writes must not be null", b -> b.writes(none())),
        new Bad("handoffDirectory must not be null", b -> b.handoffDirectory(none())),
        new Bad("maxLag must not be null", b -> b.maxLag(none())),
        new Bad("probeInterval must not be null", b -> b.probeInterval(none())));
  }
}
