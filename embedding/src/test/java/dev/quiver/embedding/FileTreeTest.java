package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files come in by pattern, are parsed only when they changed, and fail one by one. */
class FileTreeTest {
  @TempDir private Path directory;
  private final ListStore store = new ListStore();
  private Path root;

  @BeforeEach
  void writeFiles() throws IOException {
    root = Files.createDirectories(directory.resolve("documents"));
    Files.createDirectories(root.resolve("drafts"));
    Files.writeString(root.resolve("a.md"), "text of a");
    Files.writeString(root.resolve("b.txt"), "text of b");
    Files.writeString(root.resolve("drafts/c.md"), "text of c");
  }

  private Ingestor ingestor() {
    return Ingestor.builder()
        .model(new WordModel(16))
        .store(store)
        .ledger(directory.resolve("ledger"))
        .mirror(true)
        .build();
  }

  @Test
  void patternsSayWhichFilesComeIn() throws IOException {
    assertThat(FileTree.of(root).files()).hasSize(3);
    assertThat(FileTree.of(root).include("**.md").files())
        .containsExactly(root.resolve("a.md"), root.resolve("drafts/c.md"));
    assertThat(FileTree.of(root).include("**.md", "*.txt").exclude("drafts/**").files())
        .containsExactly(root.resolve("a.md"), root.resolve("b.txt"));
    assertThat(FileTree.of(root.resolve("a.md")).files()).containsExactly(root.resolve("a.md"));
    assertThatThrownBy(() -> FileTree.of(root.resolve("none")).files())
        .hasMessage("root must be a file or a folder, but was " + root.resolve("none"));
  }

  @Test
  void metadataIsThatOfLangChain4jsLoader() {
    ingestor().ingest(FileTree.of(root).include("a.md"));

    assertThat(store.entries().getFirst().segment().metadata().toMap())
        .containsEntry(Document.FILE_NAME, "a.md")
        .containsEntry(Document.ABSOLUTE_DIRECTORY_PATH, root.toString())
        .containsEntry("index", "0");
  }

  @Test
  void aFileThatIsAsBeforeIsNotParsedAgain() throws IOException {
    var parsed = new AtomicInteger();
    DocumentParser counting =
        in -> {
          parsed.incrementAndGet();
          return PlainTextParser.UTF_8.parse(in);
        };
    FileTree files = FileTree.of(root).parser(counting);
    ingestor().ingest(files);
    assertThat(parsed.getAndSet(0)).isEqualTo(3);

    assertThat(ingestor().ingest(files).unchanged()).isEqualTo(3);
    assertThat(parsed.get()).isZero();

    Files.writeString(root.resolve("a.md"), "other text of a");
    assertThat(ingestor().ingest(files).changed()).isEqualTo(1);
    assertThat(parsed.get()).isEqualTo(1);
  }

  @Test
  void aBadFileIsNamedAndNotTakenForAVanishedOne() throws IOException {
    ingestor().ingest(FileTree.of(root));
    Files.write(root.resolve("a.md"), new byte[] {(byte) 0xFF, 'a'});
    Files.writeString(root.resolve("b.txt"), "x".repeat(100));
    Files.delete(root.resolve("drafts/c.md"));

    IngestReport report = ingestor().ingest(FileTree.of(root).maxBytes(50));

    assertThat(report.removed()).isEqualTo(1);
    assertThat(report.failures())
        .extracting(IngestFailure::source)
        .containsExactly(root.resolve("a.md").toString(), root.resolve("b.txt").toString());
    assertThat(report.failures())
        .extracting(IngestFailure::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("the file must be text in UTF-8, but is not"),
            reason ->
                assertThat(reason).isEqualTo("a file must have at most 50 bytes, but had 100"));
    assertThat(store.entries())
        .extracting(entry -> entry.segment().text())
        .containsExactlyInAnyOrder("text of a", "text of b");
  }

  @Test
  void anEmptyFileIsABadOne() throws IOException {
    Files.write(root.resolve("e.md"), "".getBytes(StandardCharsets.UTF_8));

    IngestReport report = ingestor().ingest(FileTree.of(root));

    assertThat(report.added()).isEqualTo(3);
    assertThat(report.failures())
        .singleElement()
        .extracting(IngestFailure::source)
        .isEqualTo(root.resolve("e.md").toString());
  }
}
