package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.wire.CommandCodec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Catches: a filter that means something else after it has waited in a queue. */
class FilterFormsTest {
  private static final int FILTERS = 3_000;

  @Test
  void aFilterFromTheQueueSaysWhatItSaidBefore() {
    var random = new SplittableRandom(Seed.next());
    for (int i = 0; i < FILTERS; i++) {
      Filter filter = RandomFilters.next(random, 4);
      Filter back = throughTheQueue(filter);
      for (int j = 0; j < 10; j++) {
        TextSegment segment = RandomSegments.next(random);
        Metadata metadata = segment == null ? new Metadata() : segment.metadata();
        assertThat(answer(back, metadata))
            .as("%s, back as %s, on %s", filter, back, metadata)
            .isEqualTo(answer(filter, metadata));
      }
    }
  }

  private static Filter throughTheQueue(Filter filter) {
    byte[] queued = CommandCodec.encode(new Command.DeleteWhere(Filters.predicate(filter)));
    return FilterForms.of(((Command.DeleteWhere) CommandCodec.decode(queued)).where());
  }

  /** The exception too, where LangChain4j throws one for a value of another kind. */
  private static String answer(Filter filter, Metadata metadata) {
    try {
      return Boolean.toString(filter.test(metadata));
    } catch (IllegalArgumentException | ClassCastException otherKind) {
      return otherKind.getClass().getName();
    }
  }

  @Test
  void aFilterNobodyKnowsIsRefused() {
    assertThatThrownBy(() -> Filters.predicate(object -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LangChain4j's own comparisons");
  }
}
