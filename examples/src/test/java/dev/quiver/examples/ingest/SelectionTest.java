package dev.quiver.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a pattern that means something else than people think, a file left out in silence. */
class SelectionTest {
  @TempDir private Path folder;

  private List<String> taken(List<String> includes, List<String> excludes) throws IOException {
    return Selection.of(folder, includes, excludes).tree().files().stream()
        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
        .toList();
  }

  @Test
  void patternsMeanWhatPeopleExpect() throws IOException {
    new Samples(folder)
        .text("a.md", "a")
        .text("B.PDF", "b")
        .text("c.bin", "c")
        .text("sub/d.md", "d")
        .text("sub/deep/e.txt", "e")
        .text(".git/f.md", "f")
        .text("sub/.g.md", "g");

    assertThat(taken(List.of(), List.of()))
        .containsExactly("B.PDF", "a.md", "sub/d.md", "sub/deep/e.txt");
    assertThat(taken(List.of("*.md"), List.of())).containsExactly("a.md", "sub/d.md");
    assertThat(taken(List.of("sub/*"), List.of())).containsExactly("sub/d.md");
    assertThat(taken(List.of("**"), List.of()))
        .containsExactly("B.PDF", "a.md", "c.bin", "sub/d.md", "sub/deep/e.txt");
    assertThat(taken(List.of(), List.of("sub/**", "*.PDF"))).containsExactly("a.md");
  }

  @Test
  void whatIsLeftOutIsTold() throws IOException {
    new Samples(folder)
        .text("a.md", "a")
        .text("b.png", "b")
        .text("c.png", "c")
        .text("sub/Makefile", "d");

    assertThat(Selection.of(folder, List.of(), List.of()).leftOut())
        .contains(
            "left out: 3 files of other kinds (2 .png, 1 without ending); --include '**' takes"
                + " every file");
    assertThat(Selection.of(folder, List.of("*.md"), List.of()).leftOut()).isEmpty();
  }
}
