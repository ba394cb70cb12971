package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.QuiverEmbeddingStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import redis.embedded.RedisServer;

/** The versions of Micrometer and Jedis that Spring Boot manages are those that are used. */
@SpringBootTest
class BootApplicationTest {
  @TempDir static Path directory;
  static RedisServer redis;

  @Autowired QuiverEmbeddingStore store;
  @Autowired MeterRegistry registry;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry properties) throws IOException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    redis = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
    redis.start();
    properties.add("rag.directory", () -> directory.resolve("data").toString());
    properties.add("rag.redis", () -> "redis://127.0.0.1:" + port);
  }

  @AfterAll
  static void stop() throws IOException {
    redis.stop();
  }

  @Test
  void storesSearchesCachesAndMeasures() {
    store.add(Embedding.from(new float[] {1, 0}), TextSegment.from("east"));
    store.add(Embedding.from(new float[] {0, 1}), TextSegment.from("north"));
    var request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(new float[] {2, 1}))
            .maxResults(1)
            .build();
    for (int i = 0; i < 3; i++) {
      assertEquals("east", store.search(request).matches().getFirst().embedded().text());
    }
    assertNotNull(registry.find("quiver.search").timer(), "searches are timed");
    assertEquals(3, registry.find("quiver.search").timer().count());
  }
}
