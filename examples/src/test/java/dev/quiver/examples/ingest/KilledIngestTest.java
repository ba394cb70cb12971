package dev.quiver.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a job that, killed or asked to end in the middle, loses a document, has one twice, or
 * begins from the start again.
 */
class KilledIngestTest {
  private static final int DOCUMENTS = 240;

  /** An entry takes about 250 bytes. */
  private static final int SOME_ENTRIES = 4_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String[] WORDS = {
    "river", "stone", "market", "engine", "cloud", "winter", "garden", "letter", "bridge", "copper"
  };

  @TempDir private Path directory;

  @Test
  void theNextRunGoesOn() throws IOException, InterruptedException {
    Path docs = documents();
    Path store = directory.resolve("store");

    Process killed = start(docs, store);
    awaitSomeStored(killed, store, 0);
    killed.destroyForcibly();
    assertThat(killed.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    Process ended = start(docs, store);
    awaitSomeStored(ended, store, ledgerBytes(store));
    ended.destroy();
    assertThat(ended.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(output()).isTrue();
    assertThat(ended.exitValue()).as(output()).isEqualTo(143);
    assertThat(output()).contains("interrupted; what is stored stays");

    Printed last = Printed.of(docs, store);
    assertThat(last.exitCode()).as(last.text()).isZero();
    assertThat(last.text()).doesNotContain(" 0 unchanged").doesNotContain(DOCUMENTS + " added");
    Path whole = directory.resolve("whole");
    assertThat(Printed.of(docs, whole).exitCode()).isZero();
    assertThat(records(store)).hasSize(DOCUMENTS).isEqualTo(records(whole));
  }

  private Path documents() throws IOException {
    var random = new SplittableRandom(7);
    Path docs = directory.resolve("docs");
    var samples = new Samples(docs);
    for (int i = 0; i < DOCUMENTS; i++) {
      var text = new StringBuilder("Document " + i);
      for (int word = 0; word < 60; word++) {
        text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
      }
      samples.text(i + ".txt", text.toString());
    }
    return docs;
  }

  private Process start(Path docs, Path store) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Ingest.class.getName(),
                "--docs",
                docs.toString(),
                "--store",
                store.toString()))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output.txt").toFile())
        .start();
  }

  /** Until its ledger tells of some more documents. */
  private void awaitSomeStored(Process job, Path store, long before)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ledgerBytes(store) < before + SOME_ENTRIES) {
      assertThat(job.waitFor(10, TimeUnit.MILLISECONDS)).as("ended: %s", output()).isFalse();
      assertThat(System.nanoTime()).as(output()).isLessThan(deadline);
    }
  }

  private static long ledgerBytes(Path store) throws IOException {
    Path entries = store.resolve("ledger").resolve("default").resolve("sources.ledger");
    return Files.exists(entries) ? Files.size(entries) : 0;
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output.txt"));
  }

  /** By id: text and vector. */
  private static Map<String, String> records(Path directory) {
    try (QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().directory(directory).build();
        Stream<EmbeddingMatch<TextSegment>> all = store.scan(null)) {
      Map<String, String> records = new TreeMap<>();
      all.forEach(
          match ->
              records.put(
                  match.embeddingId(), match.embedded().text() + match.embedding().vectorAsList()));
      return records;
    }
  }
}
