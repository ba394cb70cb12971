package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in the README is code that compiles and does what the README says. */
class ReadmeTest {
  @TempDir Path folder;

  @Test
  void theExampleFindsWhatItAdds() {
    Embedding embedding = Embedding.from(new float[] {1, 0});
    Embedding question = Embedding.from(new float[] {1, 0.1f});

    EmbeddingSearchResult<TextSegment> found = example(embedding, question);

    assertThat(found.matches()).hasSize(1);
  }

  private EmbeddingSearchResult<TextSegment> example(Embedding embedding, Embedding question) {
    // README, with Path.of("data") for the folder
    try (QuiverEmbeddingStore store =
        QuiverEmbeddingStore.builder()
            .directory(
                folder.resolve("data")) // left out: a temporary directory, deleted at close()
            .build()) { // an EmbeddingStore<TextSegment>
      store.add(embedding, TextSegment.from("Paris is the capital of France"));
      EmbeddingSearchResult<TextSegment> result =
          store.search(
              EmbeddingSearchRequest.builder().queryEmbedding(question).maxResults(5).build());
      return result;
    }
  }

  @Test
  void theReadmeShowsThisVeryExample() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int start = readme.indexOf("```java") + "```java".length();
    String shown = readme.substring(start, readme.indexOf("```", start));

    String source =
        Files.readString(Path.of("src/test/java/dev/quiver/store/ReadmeTest.java"))
            .replace("folder.resolve(\"data\")", "Path.of(\"data\")")
            .replace("return result;", "");

    assertThat(squeezed(source)).contains(squeezed(shown));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }
}
