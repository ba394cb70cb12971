package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches code in docs/using.md that does not compile, or does not do what stands beside it. */
@Timeout(120)
final class UsingTest {
  @TempDir private Path folder;
  private final QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().build();
  private final HashedTextModel model = new HashedTextModel();
  private final EmbeddingSearchRequest request = TextRequests.both("fox", X, 5);
  private final EmbeddingSearchRequest another = TextRequests.both("hen", Y, 5);
  private final List<@Nullable Object> printed = new ArrayList<>();

  private void print(@Nullable Object... values) {
    printed.addAll(Arrays.asList(values));
  }

  @BeforeEach
  void fill() {
    store.addAll(
        List.of("id-1", "id-2", "id-3"),
        List.of(X, Y, Y),
        List.of(
            segment("a fox", Map.of("year", 2024)),
            segment("a hen", Map.of("year", 2024)),
            segment("a fox, far off", Map.of("year", 2025))));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void searching() {
    SearchOptions options =
        SearchOptions.defaults().withMode(SearchMode.HYBRID).withMinSimilarity(0.7);
    for (EmbeddingMatch<TextSegment> match : store.search(request, options).matches()) {
      if (match instanceof QuiverMatch found) {
        print(found.score(), found.similarity(), found.wordScore());
      }
    }
    assertThat(printed).hasSize(3).startsWith(1.0, 1.0);
    List<EmbeddingSearchResult<TextSegment>> results = store.searchAll(List.of(request, another));
    assertThat(results).hasSize(2);
    SearchReport report = store.explain(request);
    print(report.shards(), report.cacheHit(), report.took(), report.notes());
  }

  @Test
  void reading() {
    List<EmbeddingMatch<TextSegment>> some = store.getAll(List.of("id-1", "id-2"));
    try (Stream<EmbeddingMatch<TextSegment>> all =
        store.scan(metadataKey("year").isEqualTo(2024))) {
      all.forEach(record -> print(record.embeddingId()));
    }
    long records = store.count();
    assertThat(records).isEqualTo(3);
    assertThat(printed).containsExactly("id-1", "id-2").hasSameSizeAs(some);
    String token = store.session().toString();
    SearchOptions mine =
        SearchOptions.defaults()
            .withConsistency(Consistency.session())
            .withSession(SessionToken.parse(token));
    store.search(request, mine);
  }

  @Test
  void retrieving() {
    try (var store = QuiverEmbeddingStore.builder().build()) {
      store.add(model.embed("a fox").content(), TextSegment.from("a fox"));
      ContentRetriever retriever =
          QuiverContentRetriever.builder()
              .embeddingStore(store)
              .embeddingModel(model)
              .searchMode(SearchMode.HYBRID)
              .maxResults(5)
              .build();
      assertThat(retriever.retrieve(Query.from("fox"))).hasSize(1);
    }
  }

  @Test
  void lookingAfter() {
    Path backup = folder.resolve("backup");
    Path elsewhere = folder.resolve("elsewhere");
    ClusterAdmin admin = store.admin();
    print(admin.status().nodes());
    admin.compact(); // drops what was deleted
    admin.snapshot(backup); // a consistent copy, into a new directory
    QuiverEmbeddingStore.restore(backup, elsewhere); // then open it as usual
    try (var restored = QuiverEmbeddingStore.builder().directory(elsewhere).build()) {
      assertThat(restored.count()).isEqualTo(3);
    }
  }

  @Test
  void whatIsShownIsThisVeryCode() throws IOException {
    String source =
        squeezed(Files.readString(Path.of("src/test/java/dev/quiver/store/UsingTest.java")));
    List<String> shown =
        Pattern.compile("(?s)```java\n(.*?)```")
            .matcher(Files.readString(Path.of("../docs/using.md")))
            .results()
            .map(block -> squeezed(block.group(1)))
            .toList();
    assertThat(shown).hasSize(7).allSatisfy(code -> assertThat(source).contains(code));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }
}
