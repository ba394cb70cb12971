package dev.quiver.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.QuiverEmbeddingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a kind of file that is not read, a failure that is not told, a wrong exit code. */
class IngestTest {
  @TempDir private Path directory;
  private Path docs;
  private Path store;
  private Samples samples;

  @BeforeEach
  void makeFolders() throws IOException {
    docs = Files.createDirectory(directory.resolve("docs"));
    store = directory.resolve("store");
    samples = new Samples(docs);
  }

  @Test
  void everyKindIsReadOnce() throws IOException {
    samples
        .text("plain.txt", "Größe matters to the tailor.")
        .text("deep/er/notes.md", "# Notes\n\nThe otter swims.")
        .text("page.html", "<html><body><p>The &lt;heron&gt; waits.</p></body></html>")
        .pdf("paper.pdf", "The beaver builds a dam.")
        .word("letter.docx", "The fox digs a den.")
        .text("broken.pdf", "%PDF-1.4 and then nothing");

    Printed first = Printed.of(docs, store);
    assertThat(first.text())
        .contains("6 documents in", "5 added, 0 unchanged, 0 changed, 0 removed, 1 failed")
        .contains("broken.pdf: ", "the file is damaged")
        .contains("now holds 5 segments");
    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(texts())
        .containsExactlyInAnyOrder(
            "Größe matters to the tailor.",
            "# Notes\n\nThe otter swims.",
            "The <heron> waits.",
            "The beaver builds a dam.",
            "The fox digs a den.");

    Files.delete(docs.resolve("broken.pdf"));
    Printed second = Printed.of(docs, store);
    assertThat(second.text())
        .contains("0 added, 5 unchanged, 0 changed, 0 removed, 0 failed, 0 tokens");
    assertThat(second.exitCode()).isZero();

    Files.delete(docs.resolve("plain.txt"));
    samples.text("page.html", "<html><body><p>The heron flies.</p></body></html>");
    Printed third = Printed.of(docs, store, "--mirror");
    assertThat(third.text()).contains("0 added, 3 unchanged, 1 changed, 1 removed, 0 failed");
    assertThat(texts()).hasSize(4).contains("The heron flies.");
  }

  private List<String> texts() {
    try (QuiverEmbeddingStore open = QuiverEmbeddingStore.builder().directory(store).build();
        var all = open.scan(null)) {
      return all.map(match -> match.embedded().text().strip()).toList();
    }
  }

  @Test
  void usageThatIsNotUnderstoodChangesNothing() throws IOException {
    samples.text("picture.png", "no text");
    assertThat(Printed.of().text())
        .isEqualTo(
            """
            ./quiver ingest: Missing required options: '--docs=FOLDER', '--store=DIR'
            ./quiver ingest --help lists the options.
            """);
    assertRefused(Printed.of(directory.resolve("nowhere"), store), "there is no ", "nowhere");
    assertRefused(Printed.of(docs, store), "no file in ", "1 file of other kinds (1 .png)");
    assertRefused(Printed.of(docs, store, "--include", "[*"), "[*");
    samples.text("a.txt", "a");
    assertRefused(Printed.of(docs, store, "--replicas", "2"), "replicas must be between 1 and");
    assertRefused(
        Printed.of(docs, store, "--model", "minilm", "--model-dir", "m"), "mutually exclusive");
    assertRefused(Printed.of(docs, store, "--model-dir", "m"), "modelDirectory must be");
  }

  private void assertRefused(Printed printed, String... words) {
    assertThat(printed.text()).contains(words).contains("--help lists the options");
    assertThat(printed.exitCode()).as(printed.text()).isEqualTo(2);
    assertThat(store).doesNotExist();
  }

  @Test
  void whatStopsTheRunIsToldWithARemedy() throws IOException {
    samples.text("a.txt", "a word").text("b.txt", " ");
    Printed bad = Printed.of(docs, store, "--stop-on-failure");
    assertAborted(bad, "b.txt cannot be ingested", "has no text", "leave it out with --exclude");

    try (QuiverEmbeddingStore open = QuiverEmbeddingStore.builder().directory(store).build()) {
      assertThat(open.count()).isLessThanOrEqualTo(1);
      assertAborted(Printed.of(docs, store), "is in use", "Wait for the other process");
    }

    assertThat(Printed.of(docs, store, "--exclude", "b.*").exitCode()).isZero();
    Printed other = Printed.of(docs, store, "--exclude", "b.*", "--model", "bge-zh", "--re-embed");
    assertThat(other.text()).contains("vectors of 384 components", "another --collection");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(texts()).hasSize(1);
  }

  private static void assertAborted(Printed printed, String... words) {
    assertThat(printed.text()).contains(words);
    assertThat(printed.exitCode()).as(printed.text()).isEqualTo(3);
  }
}
