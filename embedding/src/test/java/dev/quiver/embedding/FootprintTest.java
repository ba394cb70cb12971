package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that embeds writes nothing into the user's home, and leaves no file behind. */
class FootprintTest {
  /** A program of its own: loads a model, embeds, ends. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
        System.out.println("dimension " + model.embed("hello").content().dimension());
      }
    }
  }

  /** ONNX Runtime overflows its stack while it reads a long command line. */
  private static final String LONG = (File.pathSeparator + "nowhere.jar").repeat(5_000);

  @TempDir private Path home;
  @TempDir private Path temporary;

  @Test
  @Timeout(60)
  void homeStaysEmptyAndTemporaryFilesGo() throws IOException, InterruptedException {
    Path output = home.resolveSibling(home.getFileName() + ".txt");
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-Duser.home=" + home,
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    System.getProperty("java.class.path") + LONG,
                    Program.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(child.waitFor(50, TimeUnit.SECONDS)).as("the program has ended").isTrue();
      assertThat(Files.readString(output)).contains("dimension 384");
    } finally {
      child.destroyForcibly();
      Files.deleteIfExists(output);
    }
    assertThat(left(home)).isEmpty();
    // ONNX Runtime deletes its directory before what it holds: the empty directory stays.
    assertThat(left(temporary)).noneMatch(Files::isRegularFile).hasSizeLessThanOrEqualTo(1);
  }

  private static List<Path> left(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(path -> !path.equals(place)).toList();
    }
  }
}
