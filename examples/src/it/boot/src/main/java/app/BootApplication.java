package app;

import dev.quiver.store.CacheOptions;
import dev.quiver.store.QuiverEmbeddingStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with a store of its own, measured, with Redis behind its cache. */
@SpringBootApplication
public class BootApplication {

  /** Started as any application is. */
  public static void main(String[] arguments) {
    SpringApplication.run(BootApplication.class, arguments);
  }

  @Bean
  QuiverEmbeddingStore store(
      MeterRegistry registry,
      @Value("${rag.directory}") Path directory,
      @Value("${rag.redis}") URI redis) {
    return QuiverEmbeddingStore.builder()
        .directory(directory)
        .meterRegistry(registry)
        .cache(CacheOptions.inMemory(1 << 20, Duration.ofMinutes(5)).andRedis(redis))
        .build();
  }
}
