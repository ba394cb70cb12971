package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Predicate.Comparison;
import dev.quiver.store.internal.model.QueryTerm;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import dev.quiver.store.internal.model.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Catches statistics that leave out a shard, and searches by words that cannot be ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TextSearchTest {
  private static final String QUERY = "red fox red";

  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("text"));
  private final ShardSearcher searcher = engine.searcher(() -> false);
  private ShardIndex left;
  private ShardIndex right;

  @BeforeAll
  void fill(@TempDir Path directory) throws IOException {
    left = index(directory.resolve("left"), "a red fox", "red red", "nothing of it");
    right = index(directory.resolve("right"), "the fox", "...");
  }

  private ShardIndex index(Path folder, String... texts) throws IOException {
    ShardIndex index = engine.open(folder, Similarity.EUCLIDEAN, IndexSettings.DEFAULT);
    for (int i = 0; i < texts.length; i++) {
      var key = RecordKey.of(folder.getFileName() + "-" + i);
      float[] vector = {i};
      var record = StoredRecord.with(key, vector, texts[i], Map.of("n", new Value.Num(i)));
      index.apply(new Position(1, i + 1), new Command.Put(List.of(record)));
    }
    return index;
  }

  @AfterAll
  void close() throws IOException {
    left.close();
    right.close();
    engine.close();
  }

  @Test
  void statisticsAddUp() throws IOException {
    try (ShardReader one = left.read();
        ShardReader other = right.read()) {
      var ofLeft = searcher.statistics(List.of(one), QUERY);
      var ofRight = searcher.statistics(List.of(other), QUERY);
      assertThat(ofLeft)
          .isEqualTo(
              new TermStatistics(
                  3, 8, List.of(new QueryTerm("red", 2, 2), new QueryTerm("fox", 1, 1))));
      assertThat(ofRight)
          .isEqualTo(
              new TermStatistics(
                  1, 2, List.of(new QueryTerm("red", 2, 0), new QueryTerm("fox", 1, 1))));
      assertThat(searcher.statistics(List.of(one, other), QUERY)).isEqualTo(ofLeft.plus(ofRight));
      assertThat(TermStatistics.NOTHING.plus(ofLeft)).isEqualTo(ofLeft);
      assertThatThrownBy(() -> ofLeft.plus(searcher.statistics(List.of(other), "fox red red")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void scoresDoNotDependOnWhatIsSearchedTogether() throws IOException {
    try (ShardReader one = left.read();
        ShardReader other = right.read()) {
      TextQuery query = query(searcher.statistics(List.of(one, other), QUERY), null);
      List<Found> together = searcher.search(List.of(one, other), query);
      assertThat(together).extracting(found -> found.key().id()).hasSize(3).endsWith("right-0");
      assertThat(searcher.search(List.of(other), query).getFirst().score())
          .isEqualTo(together.getLast().score());
    }
  }

  @Test
  void filterOfManyConditionsLeavesRoomForAllTerms() throws IOException {
    var words = new StringBuilder(QUERY);
    for (int i = 0; i < 2 * TextField.MAX_QUERY_TERMS; i++) {
      words.append(" other").append(i);
    }
    Predicate where = any(RecordLimits.MAX_CONDITIONS);
    try (ShardReader one = left.read()) {
      TermStatistics statistics = searcher.statistics(List.of(one), words.toString());
      assertThat(statistics.terms()).hasSize(TextField.MAX_QUERY_TERMS);
      assertThat(searcher.search(List.of(one), query(known(statistics), where)))
          .extracting(found -> found.key().id())
          .containsExactly("left-1");
    }
  }

  /** The same condition over and over, each in more clauses than one. */
  private static Predicate any(int conditions) {
    if (conditions == 1) {
      var one = new Predicate.Compare("n", Comparison.EQUAL, new Value.Num(1));
      return new Predicate.Not(new Predicate.Not(one));
    }
    return new Predicate.Or(any(conditions / 2), any(conditions - conditions / 2));
  }

  /** As if another shard had every term, so that none is left out here. */
  private static TermStatistics known(TermStatistics statistics) {
    return new TermStatistics(
        statistics.records(),
        statistics.length(),
        statistics.terms().stream()
            .map(term -> new QueryTerm(term.term(), term.times(), term.records() + 1))
            .toList());
  }

  @Test
  void searchEndsWhenNobodyWaits() throws IOException {
    try (ShardReader one = left.read()) {
      TextQuery query = query(searcher.statistics(List.of(one), QUERY), null);
      assertThatThrownBy(() -> engine.searcher(() -> true).search(List.of(one), query))
          .isInstanceOf(CancellationException.class);
    }
  }

  private static TextQuery query(TermStatistics statistics, @Nullable Predicate where) {
    return new TextQuery(statistics, 10, 0, where);
  }
}
