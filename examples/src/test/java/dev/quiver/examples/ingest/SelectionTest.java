package dev.quiver.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.embedding.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a file left out in silence. */
class SelectionTest {
  @TempDir private Path folder;

  @Test
  void whatIsLeftOutIsTold() throws IOException {
    new Samples(folder)
        .text("a.md", "a")
        .text("b.png", "b")
        .text("c.png", "c")
        .text("sub/Makefile", "d");

    FileTree tree = DocumentOptions.of(folder).tree();
    assertThat(Selection.of(tree).leftOut())
        .contains(
            "left out: 3 files of other kinds (2 .png, 1 without ending); --include '*' takes every"
                + " file");
    assertThat(Selection.of(tree.include("*.md")).leftOut()).isEmpty();
    assertThat(Selection.of(tree.include("*")).documents()).isEqualTo(4);
  }
}
