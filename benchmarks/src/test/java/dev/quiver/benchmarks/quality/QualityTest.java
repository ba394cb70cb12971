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

  private List<String> measure(Path corpus) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      new Quality(out, directory.resolve("kept")).measure(List.of(corpus), model);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
