package dev.quiver.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.embedding.OnnxEmbeddingModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a corpus that is misread, a mode that is not asked, vectors that are not kept. */
final class QualityTest {
  @TempDir private Path directory;

  @Test
  void everyModeFindsWhatOneDocumentSays() throws IOException {
    Path corpus = Files.createDirectory(directory.resolve("tiny"));
    Files.writeString(
        corpus.resolve("corpus.jsonl"),
        """
        {"_id":"a","title":"Tides","text":"The moon pulls the water of the sea."}
        {"_id":"b","title":"Bread","text":"Yeast makes the dough rise."}
        {"_id":"c","title":"","text":"Bees dance to tell where flowers are."}
        """);
    Files.writeString(
        corpus.resolve("queries.jsonl"),
        """
        {"_id":"1","text":"why does the moon move the sea"}
        {"_id":"2","text":"what makes dough rise"}
        {"_id":"3","text":"nobody has judged this"}
        """);
    Files.writeString(corpus.resolve("qrels.tsv"), "query\tdocument\tscore\n1\ta\t1\n2\tb\t2\n");

    List<String> rows = measure(corpus);

    assertThat(rows)
        .containsExactly(
            "| tiny | 3 | 2 | VECTOR | 1.0000 | 1.0000 | 1.0000 | 1.0000 |",
            "| tiny | 3 | 2 | TEXT | 1.0000 | 1.0000 | 1.0000 | 1.0000 |",
            "| tiny | 3 | 2 | HYBRID | 1.0000 | 1.0000 | 1.0000 | 1.0000 |");

    Path kept = directory.resolve("kept/all-MiniLM-L6-v2-int8.vectors");
    byte[] vectors = Files.readAllBytes(kept);
    assertThat(measure(corpus)).isEqualTo(rows);
    assertThat(kept).hasBinaryContent(vectors);

    Files.write(kept, List.of("x"));
    assertThatThrownBy(() -> measure(corpus))
        .isInstanceOf(IOException.class)
        .hasMessage(kept + " is cut short: delete it");
  }

  @Test
  void theUsualLayoutIsRead() throws IOException {
    Path corpus = Files.createDirectory(directory.resolve("usual"));
    Files.writeString(
        corpus.resolve("corpus.jsonl"),
        """
        {"_id":"a","title":"Tides","text":"The moon pulls the water of the sea.","metadata":{}}
        {"_id":"b","title":"","text":"Yeast makes the dough rise.","metadata":{}}
        """);
    Files.writeString(
        corpus.resolve("queries.jsonl"),
        """
        {"_id":"1","text":"why does the moon move the sea","metadata":{}}
        {"_id":"2","text":"judged for training only","metadata":{}}
        """);
    Path judgements = Files.createDirectory(corpus.resolve("qrels"));
    String header = "query-id\tcorpus-id\tscore\n";
    Files.writeString(judgements.resolve("test.tsv"), header + "1\ta\t1\n1\tb\t0\n");
    Files.writeString(judgements.resolve("train.tsv"), header + "2\tb\t1\n");

    JudgedCorpus.check(corpus);
    JudgedCorpus read = JudgedCorpus.read(corpus);

    assertThat(read.documents()).containsOnlyKeys("a", "b");
    assertThat(read.queries()).containsOnlyKeys("1");
    assertThat(read.relevantTo("1")).isEqualTo(Map.of("a", 1));
  }

  @Test
  void aFolderThatIsNoCorpusIsRefusedInOneLine() throws IOException {
    Path folder = directory.resolve("folder");
    assertThat(refused(folder)).isEqualTo("a corpus must be a folder, but " + folder + " is none");
    Files.createDirectory(folder);
    for (String name : List.of("corpus.jsonl", "queries.jsonl")) {
      assertThat(refused(folder))
          .isEqualTo("a corpus must hold " + name + ", but " + folder + " does not");
      Files.createFile(folder.resolve(name));
    }
    assertThat(refused(folder))
        .isEqualTo("a corpus must hold qrels.tsv or qrels/test.tsv, but " + folder + " does not");
  }

  @Test
  void noFolderAtAllShowsTheUsage() throws IOException {
    assertThat(run()).singleElement().asString().startsWith("usage: ./quiver quality FOLDER");
  }

  private String refused(Path folder) throws IOException {
    List<String> lines = run("--chinese", folder.toString());
    assertThat(lines).singleElement().asString().startsWith("./quiver quality: ");
    return lines.getFirst().substring("./quiver quality: ".length());
  }

  /** What wrong arguments get to read, and nothing else. */
  private List<String> run(String... arguments) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var errors = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var err = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
      assertThat(new Quality(out, directory.resolve("kept")).run(err, arguments)).isEqualTo(2);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
    return errors.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<String> measure(Path corpus) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      new Quality(out, directory.resolve("kept")).measure(List.of(corpus), model);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
