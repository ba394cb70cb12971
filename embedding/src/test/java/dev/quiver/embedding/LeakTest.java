package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The process does not grow with the number of calls, nor with that of models opened and closed.
 * The property {@code quiver.leak.calls} sets how many calls; a leak of 1 KB in each shows at
 * 100,000.
 */
class LeakTest {
  private static final int CALLS = Integer.getInteger("quiver.leak.calls", 3_000);
  private static final int MODELS = 8;

  private static final Path STATUS = Path.of("/proc/self/status");

  @Test
  void memoryStaysWhereItIs() throws IOException {
    assumeTrue(Files.exists(STATUS), "needs a /proc file system");
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      call(model, Math.max(1_000, CALLS / 10));
      long before = residentKilobytes();
      call(model, CALLS);
      long grown = residentKilobytes() - before;
      System.out.println(CALLS + " calls: " + grown + " KB more, of " + before);
      assertThat(grown).as("KB more after %d calls", CALLS).isLessThan(64 * 1024);
    }
  }

  @Test
  void aClosedModelGivesItsMemoryBack() throws IOException {
    assumeTrue(Files.exists(STATUS), "needs a /proc file system");
    openAndClose(3);
    long before = residentKilobytes();
    openAndClose(MODELS);
    long grown = residentKilobytes() - before;
    System.out.println(MODELS + " models: " + grown + " KB more, of " + before);
    // One model's graph and tokenizer take more than 40 MB.
    assertThat(grown).as("KB more after %d models", MODELS).isLessThan(MODELS * 20 * 1024);
  }

  private static void openAndClose(int times) {
    for (int i = 0; i < times; i++) {
      try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
        call(model, 10);
      }
    }
  }

  private static void call(OnnxEmbeddingModel model, int times) {
    for (int i = 0; i < times; i++) {
      model.embed("call " + i + " word".repeat(i % 12));
    }
  }

  /** What the process holds in memory outside the heap, or a little less. */
  private static long residentKilobytes() throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / 1024;
    return -heap
        + Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.replaceAll("\\D", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow();
  }
}
