package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentParser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  private List<String> taken(FileTree tree) throws IOException {
    return tree.files().stream()
        .map(file -> root.relativize(file).toString().replace('\\', '/'))
        .toList();
  }

  @Test
  void patternsMeanTheSameWhereverTheyAreGiven() throws IOException {
    Files.createDirectories(root.resolve(".git"));
    Files.createDirectories(root.resolve("drafts/old"));
    for (String more : List.of("B.PDF", "c.bin", "Makefile", ".git/f.md", "drafts/.g.md")) {
      Files.writeString(root.resolve(more), "text");
    }
    Files.writeString(root.resolve("drafts/old/e.md"), "text");
    FileTree all = FileTree.of(root);

    assertThat(taken(all))
        .containsExactly("B.PDF", "a.md", "b.txt", "drafts/c.md", "drafts/old/e.md");
    assertThat(all.others()).isEqualTo(Map.of("bin", 1L, "", 1L));
    assertThat(taken(all.include("*")))
        .containsExactly(
            "B.PDF", "Makefile", "a.md", "b.txt", "c.bin", "drafts/c.md", "drafts/old/e.md");
    assertThat(all.include("*").others()).isEmpty();
    for (String everyMarkdown : List.of("*.md", "**.md", "{*.md,*.MD}")) {
      assertThat(taken(all.include(everyMarkdown)))
          .containsExactly("a.md", "drafts/c.md", "drafts/old/e.md");
    }
    assertThat(taken(all.include("drafts/*"))).containsExactly("drafts/c.md");
    for (String everythingBelow : List.of("drafts/", "drafts/**", "{drafts,other}/**")) {
      assertThat(taken(all.include(everythingBelow)))
          .containsExactly("drafts/c.md", "drafts/old/e.md");
    }
    assertThat(taken(all.include("**.md", "*.txt").exclude("drafts/**", "b.*")))
        .containsExactly("a.md");
    assertThat(FileTree.of(root.resolve("c.bin")).files()).containsExactly(root.resolve("c.bin"));
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
            reason -> assertThat(reason).contains("the file must be text in UTF-8, but byte 0"),
            reason ->
                assertThat(reason).isEqualTo("a file must have at most 50 bytes, but had 100"));
    assertThat(store.entries())
        .extracting(entry -> entry.segment().text())
        .containsExactlyInAnyOrder("text of a", "text of b");
  }

  @Test
  void anEmptyFileIsADocumentWithNothingInIt() throws IOException {
    Files.writeString(root.resolve("e.md"), "");
    Files.writeString(root.resolve("f.md"), " \n\n");

    IngestReport report = ingestor().ingest(FileTree.of(root));

    assertThat(report.added()).isEqualTo(3);
    assertThat(report.failures()).isEmpty();
    assertThat(report.empty())
        .containsExactly(root.resolve("e.md").toString(), root.resolve("f.md").toString());
    IngestReport second = ingestor().ingest(FileTree.of(root));
    assertThat(second.unchanged()).isEqualTo(5);
    assertThat(second.empty()).as("said once").isEmpty();

    Files.writeString(root.resolve("a.md"), "");
    Files.writeString(root.resolve("e.md"), "text of e");
    assertThat(ingestor().ingest(FileTree.of(root)))
        .satisfies(
            third -> {
              assertThat(third.empty()).containsExactly(root.resolve("a.md").toString());
              assertThat(third.changed()).isEqualTo(1);
            });
    assertThat(texts()).containsExactlyInAnyOrder("text of b", "text of c", "text of e");
  }

  private List<String> texts() {
    return store.entries().stream().map(entry -> entry.segment().text()).toList();
  }

  @Test
  void bytesThatAreNoTextAreToldFromWhereOn() throws IOException {
    byte[] latin = "caf\u00e9 au lait".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(root.resolve("a.md"), latin);
    Files.write(root.resolve("b.txt"), new byte[] {'a', 'b', 0, 'c'});
    Files.write(root.resolve("d.txt"), "\uFEFFbreit".getBytes(StandardCharsets.UTF_16LE));
    Files.write(
        root.resolve("e.txt"),
        ("x".repeat(20_000) + "\u00e4\u00ff").getBytes(StandardCharsets.UTF_8));

    IngestReport report = ingestor().ingest(FileTree.of(root));

    assertThat(report.failures())
        .extracting(IngestFailure::reason)
        .containsExactly(
            "the file must be text in UTF-8, but byte 3 of 12 (0xE9) is not; if it is text, name"
                + " its charset",
            "the file must be text in UTF-8, but byte 2 of 4 (0x00) is not");
    assertThat(texts()).contains("breit").doesNotContain("\uFEFFbreit");

    Charset charset = Charset.forName("windows-1252");
    IngestReport second = ingestor().ingest(FileTree.of(root).charset(charset));
    assertThat(second.failures()).hasSize(1);
    assertThat(second.unchanged()).as("read again, to the same segments").isEqualTo(3);
    assertThat(texts()).contains("caf\u00e9 au lait", "text of c");
  }

  @Test
  void aFolderWithAKeyMayLieElsewhereNextTime() throws IOException {
    ingestor().ingest(FileTree.of(root).key("handbook"));
    assertThat(store.entries())
        .extracting(entry -> entry.segment().metadata().toMap())
        .contains(
            Map.of(
                Document.FILE_NAME, "c.md", FileTree.SOURCE, "handbook/drafts/c.md", "index", "0"));
    List<ListStore.Entry> before = store.entries();

    Path elsewhere = directory.resolve("elsewhere");
    Files.move(root, elsewhere);
    IngestReport report = ingestor().ingest(FileTree.of(elsewhere).key("handbook"));

    assertThat(report.unchanged()).isEqualTo(3);
    assertThat(store.entries()).isEqualTo(before);
    assertThat(
            ingestor().ingest(FileTree.of(elsewhere.resolve("a.md")).key("handbook")).unchanged())
        .as("a file alone")
        .isEqualTo(1);
  }

  @Test
  void whatIsThereByAbsolutePathsGoesOnUnderTheKey() throws IOException {
    ingestor().ingest(FileTree.of(root));
    List<ListStore.Entry> before = store.entries();
    Files.writeString(root.resolve("a.md"), "other text of a");
    Files.write(root.resolve("b.txt"), new byte[] {(byte) 0xFF});

    IngestReport report = ingestor().ingest(FileTree.of(root).key("handbook"));

    assertThat(report)
        .satisfies(
            each -> {
              assertThat(each.unchanged()).as("taken over, to the ids").isEqualTo(1);
              assertThat(each.changed()).isEqualTo(1);
              assertThat(each.removed()).isZero();
              assertThat(each.failures())
                  .extracting(IngestFailure::source)
                  .containsExactly("handbook/b.txt");
            });
    assertThat(texts()).containsExactlyInAnyOrder("other text of a", "text of b", "text of c");
    assertThat(store.entries()).filteredOn(before::contains).hasSize(2);

    Files.writeString(root.resolve("b.txt"), "text of b");
    assertThat(ingestor().ingest(FileTree.of(root).key("handbook")).unchanged()).isEqualTo(3);
    Files.delete(root.resolve("b.txt"));
    Files.writeString(root.resolve("drafts/c.md"), "other text of c");
    assertThat(ingestor().ingest(FileTree.of(root).key("handbook")).removed()).isEqualTo(1);
    assertThat(texts()).containsExactlyInAnyOrder("other text of a", "other text of c");
  }

  @Test
  void twoFoldersOfOneKeyDoNotReplaceEachOther() throws IOException {
    ingestor().ingest(FileTree.of(root).key("docs"));
    Path other = Files.createDirectories(directory.resolve("other"));
    for (String name : List.of("a.md", "x.md", "y.md")) {
      Files.writeString(other.resolve(name), "of another folder");
    }

    assertThatThrownBy(() -> ingestor().ingest(FileTree.of(other).key("docs")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key must be of one folder, but docs is that of " + root);
    assertThat(texts()).contains("text of a").doesNotContain("of another folder");

    Path copy = Files.createDirectories(directory.resolve("copy"));
    Files.writeString(copy.resolve("a.md"), "text of a");
    assertThat(ingestor().ingest(FileTree.of(copy).key("docs")).unchanged()).isEqualTo(1);
  }
}
