package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a run that keeps what it is through with. 20,000 segments of 4,096 components are 328 MB
 * of vectors, and pass through a heap of 256 MB, beside 160 MB of text.
 */
class FlatMemoryTest {
  private static final int DOCUMENTS = 5_000;
  private static final int LINES = 4;
  private static final int LINE = 4_000;
  private static final int DIMENSION = 4_096;
  private static final long ENDS_WITHIN_SECONDS = 120;

  @TempDir private Path directory;

  @Test
  void twentyThousandSegmentsPassThroughASmallHeap() throws Exception {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                FlatMemoryTest.class.getName(),
                directory.resolve("ledger").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(output)).endsWith("stored 20000\n");
    assertThat(process.exitValue()).isZero();
  }

  /** The child; its argument is the ledger. */
  public static void main(String[] args) {
    var stored = new AtomicLong();
    var counting =
        new ListStore() {
          @Override
          public void addAll(
              List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
            stored.addAndGet(embeddings.size());
          }
        };
    String line = "word ".repeat(LINE / 5);
    Stream<Document> documents =
        IntStream.range(0, DOCUMENTS)
            .mapToObj(i -> Corpus.document("d" + i, i + (line + "\n").repeat(LINES - 1) + line));
    Ingestor.builder()
        .model(new WordModel(DIMENSION))
        .store(counting)
        .ledger(Path.of(args[0]))
        .splitter(Corpus.LINES)
        .build()
        .ingest(documents);
    System.out.println("stored " + stored);
  }
}
