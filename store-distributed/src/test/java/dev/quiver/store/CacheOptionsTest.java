package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that mean nothing are refused, and secrets stay out of messages. */
class CacheOptionsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void boundsThatMeanNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheOptions.inMemory(0, HOUR))
        .withMessage("maxBytes must be at least 1, but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheOptions.inMemory(1, Duration.ZERO))
        .withMessage("ttl must be between PT0.001S and PT8760H, but was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheOptions.inMemory(1, HOUR).withRedisTimeout(HOUR))
        .withMessage("redisTimeout must be between PT0.001S and PT10S, but was PT1H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheOptions.inMemory(1, HOUR).withRedisNamespace("a b"))
        .withMessageContaining("redisNamespace must match");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheOptions.inMemory(1, HOUR).withRedisSecret(new byte[3]))
        .withMessage("redisSecret must have at least 16 bytes, but has 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://u:secret@h:1", "redis://u:secret@h/x", "redis:h", "//u:secret@h", "h:1"})
  void addressesThatAreNotRedis(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheOptions.inRedis(URI.create(uri), HOUR))
        .withMessageContaining("redis must be redis://")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
  }

  @Test
  void aPasswordInALogLine() {
    CacheOptions options = CacheOptions.inRedis(URI.create("rediss://u:secret@h:1/2"), HOUR);
    assertThat(options.toString())
        .contains("rediss://***@h:1/2", "redisSecret=none")
        .doesNotContain("u:secret");
    byte[] secret = "sixteen bytes at least".getBytes(StandardCharsets.UTF_8);
    CacheOptions signed = options.withRedisSecret(secret).withRedisTimeout(Duration.ofSeconds(1));
    assertThat(signed.toString()).contains("redisSecret=***").doesNotContain("sixteen");
    assertThat(signed)
        .isEqualTo(options.withRedisTimeout(Duration.ofSeconds(1)).withRedisSecret(secret));
  }
}
