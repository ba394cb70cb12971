package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.model.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every result cache promises. */
@Timeout(60)
abstract class ResultCacheContract {
  static final Duration SOON = Duration.ofSeconds(20);

  final Tally tally = new Tally();
  private ResultCache cache;

  abstract ResultCache open(Tally meters);

  @BeforeEach
  void open() {
    cache = open(tally);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  final ResultCache cache() {
    return cache;
  }

  /** Keeping may take a moment, and is not done while Redis is too slow to be asked. */
  final void awaitKept(ResultKey key, Answer answer) {
    Await.noProblem(
        SOON,
        () -> {
          Answer found = cache.find(key);
          if (found == null) {
            cache.keep(key, answer);
          }
          return answer.equals(found) ? "" : "found " + found;
        });
  }

  @Test
  void anAnswerThatComesBackAsAnother() {
    Answer answer = Given.answer("text \ud83d\ude00 \udc00");
    cache.keep(Given.key("q"), answer);
    awaitKept(Given.key("q"), answer);
  }

  @Test
  void anAnswerWithoutHitsThatIsNoAnswer() {
    Answer nothing = Answer.validFor(60_000, List.of());
    cache.keep(Given.key("q"), nothing);
    awaitKept(Given.key("q"), nothing);
  }

  @Test
  void anAnswerFoundUnderAnotherKey() {
    Map<ResultKey, Answer> kept =
        IntStream.range(0, 100)
            .boxed()
            .collect(Collectors.toMap(i -> Given.key("q" + i), i -> Given.answer("a" + i)));
    kept.forEach(cache::keep);
    kept.forEach(this::awaitKept);
    assertThat(cache.find(Given.key("q"))).isNull();
  }

  @Test
  void theOldAnswerAfterANewOne() {
    cache.keep(Given.key("q"), Given.answer("old"));
    Answer young = Given.answer("new");
    cache.keep(Given.key("q"), young);
    awaitKept(Given.key("q"), young);
  }

  @Test
  void anAnswerThatOutlivesItsTime() {
    Answer brief = Given.answer("brief", Duration.ofMillis(300));
    cache.keep(Given.key("q"), brief);
    Await.passes(Duration.ofMillis(400));
    assertThat(cache.find(Given.key("q"))).isNull();
    cache.keep(Given.key("late"), Given.answer("late", Duration.ofMillis(-1)));
    assertThat(cache.find(Given.key("late"))).isNull();
  }

  @Test
  void anExceptionAfterClose() {
    cache.close();
    cache.keep(Given.key("q"), Given.answer("a"));
    cache.find(Given.key("q"));
    cache.close();
  }
}
