package dev.quiver.store.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Catches scores that are not those of the ranks. */
final class RankFusionTest {
  @Test
  void scoresAreSumsOverTheRanks() {
    var scores = RankFusion.scores(List.of(List.of("a", "b", "c"), List.of("a", "c")));
    assertThat(scores).isEqualTo(Map.of("a", 1.0, "b", 30.5 / 62, "c", 30.5 / 63 + 30.5 / 62));
  }

  @Test
  void emptyListsAddNothing() {
    assertThat(RankFusion.scores(List.of(List.of("a"), List.<String>of())))
        .isEqualTo(Map.of("a", 0.5));
    assertThat(RankFusion.scores(List.<List<String>>of(List.of(), List.of()))).isEmpty();
  }
}
