package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The process does not grow with the number of calls, nor with that of models opened and closed:
 * seen from outside the heap, whose memory is fixed and touched beforehand. The property {@code
 * quiver.leak.calls} sets how many calls; a leak of 330 bytes in each shows at 100,000.
 */
class LeakTest {
  private static final int CALLS = Integer.getInteger("quiver.leak.calls", 3_000);
  private static final int CALLS_TO_WARM_UP = Math.max(1_000, CALLS / 10);
  private static final int MODELS = 4;
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final List<String> FIXED_HEAP =
      List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-Dquiver.leak.calls=" + CALLS);

  @Test
  void memoryStaysWhereItIs() throws IOException, InterruptedException {
    // Holding on to the vectors of one short text's tokens takes 15 KB a call.
    assertThat(grown(ManyCalls.class)).as("KB more after %d calls", CALLS).isLessThan(32 * 1024);
  }

  @Test
  void aClosedModelGivesItsMemoryBack() throws IOException, InterruptedException {
    // A graph and its tokenizer take more than 40 MB.
    assertThat(grown(ManyModels.class))
        .as("KB more after %d models", MODELS)
        .isLessThan(MODELS * 20 * 1024);
  }

  private static int grown(Class<?> program) throws IOException, InterruptedException {
    assumeTrue(Files.exists(STATUS), "needs a /proc file system");
    String printed = ChildJvm.run(program, "", FIXED_HEAP, Duration.ofMinutes(9));
    System.out.println(program.getSimpleName() + " with " + CALLS + " calls: " + printed);
    Matcher grown = Pattern.compile("grown by (-?\\d+) KB").matcher(printed);
    assertThat(grown.find()).as(printed).isTrue();
    return Integer.parseInt(grown.group(1));
  }

  /** Calls one model again and again. */
  static final class ManyCalls {
    private ManyCalls() {}

    public static void main(String[] arguments) throws IOException {
      try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
        call(model, CALLS_TO_WARM_UP);
        long before = residentKilobytes();
        call(model, CALLS);
        System.out.println("grown by " + (residentKilobytes() - before) + " KB from " + before);
      }
    }
  }

  /** Opens and closes models. */
  static final class ManyModels {
    private ManyModels() {}

    public static void main(String[] arguments) throws IOException {
      openAndClose(2);
      long before = residentKilobytes();
      openAndClose(MODELS);
      System.out.println("grown by " + (residentKilobytes() - before) + " KB from " + before);
    }

    private static void openAndClose(int times) {
      for (int i = 0; i < times; i++) {
        try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
          call(model, 10);
        }
      }
    }
  }

  private static void call(OnnxEmbeddingModel model, int times) {
    for (int i = 0; i < times; i++) {
      model.embed("call " + i + " word".repeat(i % 12));
    }
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
