package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Catches options of a search that mean nothing and are let through, or lost by another one. */
@Timeout(60)
final class SearchOptionsTest {
  /** An option that must be refused, and the whole of what its author must be told. */
  record Bad(String message, UnaryOperator<SearchOptions> option) {
    @Override
    public String toString() {
      return message;
    }
  }

  @ParameterizedTest
  @MethodSource
  void isRefused(Bad bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bad.option.apply(SearchOptions.defaults()))
        .withMessage(bad.message);
  }

  static List<Bad> isRefused() {
    return List.of(
        recall(0.499),
        recall(0.9991),
        recall(1),
        recall(-0.9),
        recall(Double.NaN),
        recall(Double.POSITIVE_INFINITY),
        lambda(-0.001),
        lambda(1.001),
        lambda(Double.NaN),
        lambda(Double.NEGATIVE_INFINITY),
        similarity(-0.001),
        similarity(1.001),
        similarity(Double.NaN),
        timeout(Duration.ZERO),
        timeout(Duration.ofNanos(-1)),
        new Bad(
            "lag must be longer than zero, but was PT0S",
            o -> o.withConsistency(Consistency.bounded(Duration.ZERO))));
  }

  private static Bad recall(double value) {
    return new Bad(
        "recall must be between 0.5 and 0.999, but was " + value, o -> o.withRecall(value));
  }

  private static Bad lambda(double value) {
    return new Bad(
        "mmrLambda must be between 0 and 1, but was " + value, o -> o.withMmrLambda(value));
  }

  private static Bad similarity(double value) {
    return new Bad(
        "minSimilarity must be between 0 and 1, but was " + value, o -> o.withMinSimilarity(value));
  }

  private static Bad timeout(Duration value) {
    return new Bad("timeout must be longer than zero, but was " + value, o -> o.withTimeout(value));
  }

  @Test
  void boundsThemselvesAreAllowedAndNoOptionLosesAnother() {
    var session = new SessionToken(new UUID(1, 2), List.of());
    SearchOptions all =
        SearchOptions.defaults()
            .withConsistency(Consistency.session())
            .withTimeout(Duration.ofNanos(1))
            .withRecall(0.5)
            .withMmrLambda(0.0)
            .withAllowPartial(true)
            .withSession(session)
            .withMode(SearchMode.HYBRID)
            .withMinSimilarity(1.0);
    assertThat(all)
        .isEqualTo(
            new SearchOptions(
                Consistency.session(),
                Duration.ofNanos(1),
                0.5,
                0.0,
                true,
                session,
                SearchMode.HYBRID,
                1.0));
    assertThat(all.withRecall(0.999).withMmrLambda(1.0).withRecall(0.5).withMmrLambda(0.0))
        .isEqualTo(all);
  }

  /** Null is the store's own setting, wherever it stands; options that are null are none. */
  @Test
  void nullIsTheSettingOfTheStoreButNotOfTheCall() {
    SearchOptions nothing =
        SearchOptions.defaults()
            .withConsistency(null)
            .withTimeout(null)
            .withRecall(null)
            .withMmrLambda(null)
            .withAllowPartial(null)
            .withSession(null)
            .withMode(null)
            .withMinSimilarity(null);
    assertThat(nothing)
        .isEqualTo(SearchOptions.defaults())
        .isEqualTo(new SearchOptions(null, null, null, null, null, null))
        .isEqualTo(new SearchOptions(null, null, null, null, null, null, null))
        .isEqualTo(new SearchOptions(null, null, null, null, null, null, null, null));
    try (var store = QuiverEmbeddingStore.builder().build()) {
      store.add("x", X);
      assertThat(store.search(near(X, 1), nothing).matches()).hasSize(1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.search(near(X, 1), none()))
          .withMessage("options must not be null");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.search(none(), nothing))
          .withMessage("request must not be null");
    }
  }
}
