package dev.quiver.examples.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches: bytes read in the wrong order, half a vector taken for one, queries that are stored. */
class VectorFileTest {
  @TempDir private Path folder;

  @Test
  void floatsComeAsTheyAre() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20 * 12).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 20; i++) {
      bytes.putInt(2).putFloat(i + 0.5f).putFloat(-1);
    }
    Path file = Files.write(folder.resolve("a.fvecs"), bytes.array());

    Vectors all = new VectorFile(file, 1).read(100);
    assertThat(all.records()).hasSize(18);
    assertThat(all.records().get(7).vector()).containsExactly(7.5f, -1);
    assertThat(all.queries()).hasSize(2);
    assertThat(all.queries().getLast().queryEmbedding().vector()).containsExactly(19.5f, -1);
    assertThat(new VectorFile(file, 1).read(10).records()).hasSize(9);

    Path cut = Files.write(folder.resolve("b.fvecs"), new byte[] {2, 0, 0, 0, 1, 1});
    assertThatThrownBy(() -> new VectorFile(cut, 1).read(10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ends 6 bytes early");
  }

  @Test
  void bytesAreSigned() throws IOException {
    byte[] bytes = new byte[30];
    bytes[4] = -128;
    Path file = Files.write(folder.resolve("a.i8"), bytes);

    Vectors all = new VectorFile(file, 3).read(100);
    assertThat(all.records()).hasSize(9);
    assertThat(all.records().get(1).vector()).containsExactly(0, -128, 0);
  }
}
