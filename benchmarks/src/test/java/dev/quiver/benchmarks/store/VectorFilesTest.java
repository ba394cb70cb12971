package dev.quiver.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors are read from a file or from all files of a folder, and have length 1 then. */
class VectorFilesTest {
  @TempDir private Path folder;

  @Test
  void floatsComeOutWithLengthOne() throws IOException {
    Path file = Files.write(folder.resolve("a.fvecs"), floats(3, 4));

    assertThat(VectorFiles.read(file)).singleElement().isEqualTo(new float[] {0.6f, 0.8f});
  }

  @Test
  void bytesAreSigned() throws IOException {
    var bytes = new byte[384];
    bytes[7] = -5;
    Path file = Files.write(folder.resolve("a.i8"), bytes);

    assertThat(VectorFiles.read(file).getFirst()[7]).isEqualTo(-1);
  }

  @Test
  void filesOfAFolderFollowByName() throws IOException {
    Files.write(folder.resolve("b.fvecs"), floats(0, 2));
    Files.write(folder.resolve("a.fvecs"), floats(2, 0));
    Files.writeString(folder.resolve("notes.txt"), "nothing");

    assertThat(VectorFiles.read(folder)).containsExactly(new float[] {1, 0}, new float[] {0, 1});
  }

  @Test
  void aFolderWithoutVectorsIsRefused() {
    assertThatThrownBy(() -> VectorFiles.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vectors must be in files ending with .i8 or .fvecs");
  }

  private static byte[] floats(float... components) {
    var bytes =
        ByteBuffer.allocate(Integer.BYTES + components.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(components.length);
    for (float component : components) {
      bytes.putFloat(component);
    }
    return bytes.array();
  }
}
