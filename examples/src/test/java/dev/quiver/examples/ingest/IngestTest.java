package dev.quiver.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.QuiverEmbeddingStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
        .contains(
            "6 documents in",
            "called docs in the store",
            "5 added, 0 unchanged, 0 changed, 0 removed, 1 failed")
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
    assertRefused(Printed.of(docs, store, "--model-dir", "m"), "--model-dir must be");
  }

  private void assertRefused(Printed printed, String... words) {
    assertThat(printed.text()).contains(words).contains("--help lists the options");
    assertThat(printed.exitCode()).as(printed.text()).isEqualTo(2);
    assertThat(store).doesNotExist();
  }

  @Test
  void aStoreThatIsAFileIsWrongUsage() throws IOException {
    samples.text("a.txt", "a");
    Path file = Files.writeString(directory.resolve("file"), "no store");

    Printed printed = Printed.of(docs, file);

    assertThat(printed.text())
        .contains("--store must be a folder, or not be there yet, but " + file + " is a file")
        .contains("--help lists the options")
        .doesNotContain("goes on from there");
    assertThat(printed.exitCode()).isEqualTo(2);
  }

  @Test
  void oneOfAThingIsSaidAsOne() throws IOException {
    samples.text("a.txt", "a word");

    assertThat(Printed.of(docs, store).text()).contains("1 document in ", "now holds 1 segment\n");
  }

  @Test
  void whatIsInAFileIsToldAsItIs() throws IOException {
    samples.text("empty.txt", "").word("whole.docx", "The fox digs a den.");
    byte[] word = Files.readAllBytes(docs.resolve("whole.docx"));
    Files.write(docs.resolve("torn.docx"), Arrays.copyOf(word, word.length / 2));
    Files.write(docs.resolve("latin.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    var random = new byte[2_000];
    new SplittableRandom(3).nextBytes(random);
    Files.write(docs.resolve("random.txt"), random);
    samples.text("text.docx", "plain words").text("text.pdf", "plain words");

    Printed first = Printed.of(docs, store);
    assertThat(first.text())
        .contains("1 added", " 1 empty, 5 failed", "nothing in it: docs/empty.txt")
        .contains("failed: docs/latin.txt: the file must be text in UTF-8, but byte 3 of 4 (0xE9)")
        .contains("failed: docs/random.txt: the file must be text in UTF-8, but byte ")
        .contains("failed: docs/text.docx: the file is damaged: its name says .docx, its content")
        .contains("failed: docs/text.pdf: the file is damaged")
        .contains("failed: docs/torn.docx: the file is damaged");
    assertThat(texts()).containsExactly("The fox digs a den.");

    Printed second = Printed.of(docs, store, "--charset", "ISO-8859-1", "--exclude", "random.*");
    assertThat(second.text()).contains("1 added", "3 failed").doesNotContain("nothing in it");
    assertThat(texts()).containsExactlyInAnyOrder("The fox digs a den.", "caf\u00e9");
  }

  @Test
  void aFolderThatHasMovedIsTheSameOne() throws IOException {
    samples.text("a.txt", "a word").text("sub/b.txt", "another word");
    assertThat(Printed.of(docs, store).text()).contains("2 added");
    Path elsewhere = Files.createDirectories(directory.resolve("mnt")).resolve("docs");
    Files.move(docs, elsewhere);

    assertThat(Printed.of(elsewhere, store).text()).contains("0 added, 2 unchanged");
    assertThat(Printed.of(elsewhere.resolve("a.txt"), store).text())
        .as("one of its files alone")
        .contains("0 added, 1 unchanged");

    Path other = Files.createDirectories(directory.resolve("other")).resolve("docs");
    new Samples(other).text("c.txt", "a word of its own").text("d.txt", "one more");
    Printed refused = Printed.of(other, store);
    assertThat(refused.text()).contains("--key must be of one folder", "give another key");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(Printed.of(other, store, "--key", "more").text()).contains("2 added");
  }

  @Test
  void whatStopsTheRunIsToldWithARemedy() throws IOException {
    samples.text("a.txt", "a word").text("b.txt", "\0");
    Printed bad = Printed.of(docs, store, "--stop-on-failure");
    assertAborted(bad, "b.txt cannot be ingested", "byte 0", "leave it out with --exclude");

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
