package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that embeds writes nothing into the user's home, and leaves no file behind. */
class FootprintTest {
  /** ONNX Runtime overflows its stack while it reads a long command line. */
  private static final String LONG = (File.pathSeparator + "nowhere.jar").repeat(5_000);

  /** Loads a model, embeds, ends. */
  static final class OneCall {
    private OneCall() {}

    public static void main(String[] arguments) {
      try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
        System.out.println("dimension " + model.embed("hello").content().dimension());
      }
    }
  }

  @TempDir private Path home;
  @TempDir private Path temporary;

  @Test
  void homeStaysEmptyAndTemporaryFilesGo() throws IOException, InterruptedException {
    List<String> places = List.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + temporary);

    assertThat(ChildJvm.run(OneCall.class, "", places, Duration.ofMinutes(1)))
        .contains("dimension 384");

    assertThat(left(home)).isEmpty();
    // ONNX Runtime deletes its directory before what it holds: the empty directory stays.
    assertThat(left(temporary)).noneMatch(Files::isRegularFile).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aLongClassPathEndsNoJvm() throws IOException, InterruptedException {
    assertThat(ChildJvm.run(OneCall.class, LONG, List.of(), Duration.ofMinutes(1)))
        .contains("dimension 384");
  }

  private static List<Path> left(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(path -> !path.equals(place)).toList();
    }
  }
}
